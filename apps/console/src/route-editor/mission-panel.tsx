import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '#contracts';
import type { ApproachMode, FinishAction, LinkLoss, LinkLossAction } from '#wayline';
import { catalogue } from '../api/catalogue-queries.js';
import { sentenceOf } from '../api/problem.js';
import { Field, LabelledChoice, LabelledNumber } from './field.js';
import { heightsAboveTakeOff } from './height-conversion.js';
import { changeRoute, editorQueries } from './route-api.js';
import { changeLeg, setMission } from './route-edits.js';
import { useDrawing, useEditor, useParts } from './use-editor.js';
import { heightsName } from './words.js';

const APPROACHES: readonly ApproachMode[] = ['climb_first', 'straight'];
const FINISHES: readonly FinishAction[] = ['return_home', 'hover', 'land', 'first_waypoint'];
const LINK_LOSSES: readonly LinkLoss[] = ['leave_route', 'continue'];
const LINK_LOSS_ACTIONS: readonly LinkLossAction[] = ['return_home', 'land', 'hover'];

/** Settings of the whole flight, and who flies it. */
export function MissionPanel() {
  const { t } = useTranslation();
  const { store } = useParts();
  const { mission } = useDrawing().route;
  const set = (change: Partial<typeof mission>) => store.edit((route) => setMission(route, change));
  const unset = t('editor/mission/unset');
  const otherOf = (value: string | undefined) => (value === undefined ? unset : t('editor/mission/other'));
  return (
    <div className="mission-panel">
      <div className="fields">
        <DockChoice />
        <Heights />
        {(['takeOffSafeHeight', 'transitSpeed', 'returnHeight'] as const).map((name) => (
          <LabelledNumber
            key={name}
            label={t(`editor/mission/${name}`)}
            value={mission[name]}
            placeholder={unset}
            least={0}
            most={name === 'transitSpeed' ? 30 : 1500}
            commit={(value) => set({ [name]: value })}
          />
        ))}
        <LabelledChoice
          label={t('editor/mission/approach')}
          value={mission.approach}
          other={otherOf(mission.approach)}
          words={APPROACHES.map((word) => [word, t(`editor/mission/approaches/${word}`)] as const)}
          choose={(approach) => set({ approach })}
        />
        <LabelledChoice
          label={t('editor/mission/finish')}
          value={mission.finish}
          other={otherOf(mission.finish)}
          words={FINISHES.map((word) => [word, t(`editor/mission/finishes/${word}`)] as const)}
          choose={(finish) => set({ finish })}
        />
        <LabelledChoice
          label={t('editor/mission/linkLoss')}
          value={mission.linkLoss}
          other={otherOf(mission.linkLoss)}
          words={LINK_LOSSES.map((word) => [word, t(`editor/mission/linkLosses/${word}`)] as const)}
          choose={(linkLoss) => set({ linkLoss })}
        />
        <LabelledChoice
          label={t('editor/mission/linkLossAction')}
          value={mission.linkLossAction}
          other={otherOf(mission.linkLossAction)}
          words={LINK_LOSS_ACTIONS.map((word) => [word, t(`editor/mission/linkLossActions/${word}`)] as const)}
          choose={(linkLossAction) => set({ linkLossAction })}
        />
      </div>
    </div>
  );
}

/** The dock belongs to the route, not to its file: choosing another is saved at once. */
function DockChoice() {
  const { t, i18n } = useTranslation();
  const { row } = useParts();
  const client = useQueryClient();
  const docks = useQuery(editorQueries.docks());
  const change = useMutation({
    mutationFn: (homeDockSn: string | null) => changeRoute(row, { homeDockSn }),
    onSuccess: (next: RouteView) => client.setQueryData(catalogue.route(row.id).queryKey, next),
    onError: () => client.invalidateQueries({ queryKey: catalogue.route(row.id).queryKey }),
  });
  return (
    <Field label={t('editor/mission/dock')} wide>
      {(id) => (
        <>
          <select
            id={id}
            className="choice"
            value={row.homeDock?.sn ?? ''}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.target.value || null)}
          >
            <option value="">{t('editor/mission/noDock')}</option>
            {(docks.data?.items ?? []).map(({ sn, name }) => (
              <option key={sn} value={sn}>
                {name}
              </option>
            ))}
          </select>
          {change.error && (
            <p className="form-error" role="alert">
              {sentenceOf(change.error, i18n.language)}
            </p>
          )}
        </>
      )}
    </Field>
  );
}

/** What the heights of the leg count from; kinds that no dock flies by can be converted. */
function Heights() {
  const { t } = useTranslation();
  const { store } = useParts();
  const { route, leg: at } = useDrawing();
  const context = useEditor((state) => state.context);
  const leg = route.legs[at];
  if (!leg) return null;
  const name = heightsName(leg.heights);
  const converted = leg.heights === 'above_take_off' ? undefined : heightsAboveTakeOff(leg, context);
  return (
    <div className="field field-wide">
      <span className="field-label">{t('editor/heights/label')}</span>
      <div className="heights-line">
        <span>{t(`editor/heights/${name}`)}</span>
        {leg.heights !== 'above_take_off' && (
          <button
            type="button"
            className="link-button"
            disabled={!converted}
            title={t(converted ? 'editor/heights/convertHelp' : 'editor/heights/cannotConvert')}
            onClick={() => converted && store.edit((before) => changeLeg(before, at, () => converted))}
          >
            {t('editor/heights/convert')}
          </button>
        )}
      </div>
    </div>
  );
}
