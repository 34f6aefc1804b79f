import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { TASK_STATES, TaskState } from '#contracts';
import { useInLanguage } from '../common/two-languages.js';
import type { GanttBar } from './gantt-model.js';
import { lookOf } from './gantt-row.js';

/** What fillings and marks mean. */
export function GanttLegend({ proposals = false }: { proposals?: boolean }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return (
    <ul className="gantt-legend" aria-label={t('map/legend')}>
      {proposals && <Key look="proposed" word={t('proposal/proposed')} />}
      {proposals && <Key look="unticked" word={t('proposal/unticked')} />}
      {TaskState.options.map((state) => (
        <Key key={state} look={state} word={inLanguage(TASK_STATES[state])} />
      ))}
      <li>
        <i className="legend-papers gantt-papers-amber" />
        {t('tasks/paperLevel/amber')}
      </li>
      <li>
        <i className="legend-papers gantt-papers-red" />
        {t('tasks/paperLevel/red')}
      </li>
      <li>
        <i className="legend-tail" />
        {t('schedule/charging')}
      </li>
      <li>
        <i className="legend-night" />
        {t('schedule/night')}
      </li>
    </ul>
  );
}

function Key({ look, word }: { look: GanttBar['look']; word: string }) {
  const { color, tint, fill, mark } = lookOf(look);
  return (
    <li>
      <i className={`legend-bar gantt-${fill}`} style={{ '--bar': color, '--bar-tint': tint } as CSSProperties}>
        <svg width="9" height="9" viewBox="0 0 12 12" fill="none" aria-hidden="true">
          <path d={mark} stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </i>
      {word}
    </li>
  );
}
