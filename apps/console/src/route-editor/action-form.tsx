import { useTranslation } from 'react-i18next';
import type { Action, Lens } from '#wayline';
import { Field, LabelledNumber } from './field.js';

const LENSES = ['wide', 'zoom', 'infrared'] as const satisfies readonly Lens[];
const WITH_FORM: readonly string[] = [
  'take_photo',
  'start_recording',
  'hover',
  'turn_aircraft',
  'rotate_gimbal',
  'zoom',
  'panorama',
];

/** Whether there is something to set on an action of this kind. */
export function hasForm(kind: Action['kind']): boolean {
  return WITH_FORM.includes(kind);
}

/** What can be set on one action. Each change is a step that can be undone. */
export function ActionForm({ action, change }: { action: Action; change: (action: Action) => void }) {
  const { t } = useTranslation();
  switch (action.kind) {
    case 'hover':
      return (
        <div className="fields action-form">
          <LabelledNumber
            label={t('editor/param/seconds')}
            value={action.params.seconds}
            least={0.1}
            most={1800}
            commit={(seconds) => change({ ...action, params: { ...action.params, seconds } })}
          />
        </div>
      );
    case 'turn_aircraft':
      return (
        <div className="fields action-form">
          <LabelledNumber
            label={t('editor/param/heading')}
            value={action.params.heading}
            least={-180}
            most={180}
            commit={(heading) => change({ ...action, params: { ...action.params, heading } })}
          />
        </div>
      );
    case 'rotate_gimbal':
      return (
        <div className="fields action-form">
          <LabelledNumber
            label={t('editor/param/pitch')}
            value={action.params.turnPitch ? action.params.pitch : undefined}
            least={-120}
            most={45}
            commit={(pitch) => change({ ...action, params: { ...action.params, pitch, turnPitch: true } })}
            clear={() => change({ ...action, params: { ...action.params, turnPitch: false } })}
          />
          <LabelledNumber
            label={t('editor/param/yaw')}
            value={action.params.turnYaw ? action.params.yaw : undefined}
            least={-180}
            most={180}
            commit={(yaw) => change({ ...action, params: { ...action.params, yaw, turnYaw: true } })}
            clear={() => change({ ...action, params: { ...action.params, turnYaw: false } })}
          />
        </div>
      );
    case 'zoom':
      return (
        <div className="fields action-form">
          <LabelledNumber
            label={t('editor/param/focalLength')}
            value={action.params.focalLength}
            least={1}
            most={2000}
            commit={(focalLength) => change({ ...action, params: { ...action.params, focalLength, isFactor: false } })}
          />
        </div>
      );
    case 'take_photo':
    case 'start_recording':
      return (
        <div className="fields action-form">
          <Lenses
            lenses={action.params.lenses ?? []}
            change={(lenses) => change({ ...action, params: { ...action.params, lenses, routeLenses: false } })}
          />
          <Field label={t('editor/param/suffix')}>
            {(id) => (
              <input
                id={id}
                className="number-field text-field"
                defaultValue={action.params.suffix ?? ''}
                maxLength={60}
                onBlur={({ target }) => {
                  const suffix = target.value.trim();
                  if (suffix === (action.params.suffix ?? '')) return;
                  const { suffix: _, ...params } = action.params;
                  change({ ...action, params: suffix ? { ...params, suffix } : params });
                }}
              />
            )}
          </Field>
        </div>
      );
    case 'panorama':
      return (
        <div className="fields action-form">
          <Lenses
            lenses={action.params.lenses ?? []}
            change={(lenses) => change({ ...action, params: { ...action.params, lenses, routeLenses: false } })}
          />
        </div>
      );
    default:
      return null;
  }
}

function Lenses({ lenses, change }: { lenses: readonly Lens[]; change: (lenses: Lens[]) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="lenses">
      <legend>{t('editor/param/lenses')}</legend>
      {LENSES.map((lens) => (
        <label key={lens}>
          <input
            type="checkbox"
            checked={lenses.includes(lens)}
            onChange={({ target }) =>
              change(target.checked ? [...lenses, lens] : lenses.filter((other) => other !== lens))
            }
          />
          {t(`editor/param/lens/${lens}`)}
        </label>
      ))}
    </fieldset>
  );
}
