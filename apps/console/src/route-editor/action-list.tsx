import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../common/icons.js';
import {
  addAction,
  EDITED_ACTIONS,
  isAtWaypoint,
  newAction,
  removeAction,
  replaceAction,
  shiftAction,
  type EditedAction,
} from './action-edits.js';
import { ActionForm, hasForm } from './action-form.js';
import { useDrawing, useParts } from './use-editor.js';
import { actionDetail, actionName, triggerSentence } from './words.js';

/** What is done at one waypoint: added, set, put in order, removed. Groups that reach further say so. */
export function ActionList({ leg, waypoint }: { leg: number; waypoint: number }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const { route } = useDrawing();
  const [open, setOpen] = useState<string | null>(null);
  const point = route.legs[leg]?.waypoints[waypoint];
  if (!point) return null;
  const add = (kind: EditedAction) => {
    store.edit((before) => addAction(before, leg, waypoint, newAction(kind)));
    const groups = store.route.legs[leg]!.waypoints[waypoint]!.actionGroups;
    const group = groups.findLastIndex(isAtWaypoint);
    setOpen(hasForm(kind) ? `${waypoint}/${group}/${(groups[group]?.actions.length ?? 1) - 1}` : null);
  };
  return (
    <div className="action-list">
      <header>
        <h4>{t('editor/actions/title')}</h4>
        <select
          className="choice"
          aria-label={t('editor/actions/add')}
          value=""
          onChange={(event) => add(event.target.value as EditedAction)}
        >
          <option value="" disabled>
            {t('editor/actions/add')}
          </option>
          {EDITED_ACTIONS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`editor/action/${kind}`)}
            </option>
          ))}
        </select>
      </header>
      {point.actionGroups.length === 0 && <p className="faint">{t('editor/actions/none')}</p>}
      {point.actionGroups.map((group, at) => (
        <div key={at}>
          {!isAtWaypoint(group) && <p className="action-trigger">{triggerSentence(group, t)}</p>}
          <ol>
            {group.actions.map((action, number) => {
              const place = { leg, waypoint, group: at, action: number };
              const key = `${waypoint}/${at}/${number}`;
              const name = t(`editor/action/${actionName(action.kind)}`);
              return (
                <li key={key}>
                  <div className="action-row">
                    <span className="action-number number">{number + 1}</span>
                    <span className="action-name">
                      {name} <span className="faint number">{actionDetail(action)}</span>
                    </span>
                    {hasForm(action.kind) && (
                      <button
                        type="button"
                        className="link-button"
                        aria-expanded={open === key}
                        aria-label={`${t('editor/actions/edit')} ${name}`}
                        onClick={() => setOpen(open === key ? null : key)}
                      >
                        {t('editor/actions/edit')}
                      </button>
                    )}
                    <button
                      type="button"
                      className="tiny-button"
                      disabled={number === 0}
                      aria-label={`${t('editor/actions/earlier')} ${name}`}
                      title={t('editor/actions/earlier')}
                      onClick={() => store.edit((before) => shiftAction(before, place, -1))}
                    >
                      ↑
                    </button>
                    <button
                      type="button"
                      className="tiny-button"
                      disabled={number === group.actions.length - 1}
                      aria-label={`${t('editor/actions/later')} ${name}`}
                      title={t('editor/actions/later')}
                      onClick={() => store.edit((before) => shiftAction(before, place, 1))}
                    >
                      ↓
                    </button>
                    <button
                      type="button"
                      className="tiny-button"
                      aria-label={`${t('editor/actions/remove')} ${name}`}
                      title={t('editor/actions/remove')}
                      onClick={() => {
                        setOpen(null);
                        store.edit((before) => removeAction(before, place));
                      }}
                    >
                      <Icon name="close" size={13} />
                    </button>
                  </div>
                  {open === key && (
                    <ActionForm
                      action={action}
                      change={(next) => store.edit((before) => replaceAction(before, place, next))}
                    />
                  )}
                </li>
              );
            })}
          </ol>
        </div>
      ))}
    </div>
  );
}
