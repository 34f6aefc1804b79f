import type { TFunction } from 'i18next';
import { dayOf, shortClock } from '../common/local-time.js';
import type { GanttBar, GanttRow } from './gantt-model.js';
import type { Choice } from './proposal-state.js';

/** The rows of the schedule with the proposed flights as ghosts; what stands already cannot be moved here. */
export function proposalRows(
  standing: readonly GanttRow[],
  choices: readonly Choice[],
  t: TFunction,
  english: boolean,
): GanttRow[] {
  const known = new Set(standing.map(({ key }) => key));
  const missing = choices.filter(({ flight }) => !known.has(flight.dock.sn)).map(({ flight }) => flight.dock);
  const extra = [...new Map(missing.map((dock) => [dock.sn, dock])).values()].map(({ sn, name }): GanttRow => ({
    key: sn,
    name,
    to: null,
    status: null,
    group: 'dock',
    bars: [],
  }));
  return [...standing, ...extra].map((row) => ({
    ...row,
    bars: [
      ...row.bars.map((bar) => ({ ...bar, movable: false })),
      ...choices.filter(({ flight }) => flight.dock.sn === row.key).map((choice) => ghostOf(choice, t, english)),
    ],
  }));
}

function ghostOf({ key, flight, ticked, start, end, ready }: Choice, t: TFunction, english: boolean): GanttBar {
  return {
    key,
    look: ticked ? 'proposed' : 'unticked',
    label: flight.route.code,
    sentence: t('proposal/barSentence', {
      name: flight.route.name,
      dock: flight.dock.name,
      day: dayOf(start),
      from: shortClock(start),
      to: shortClock(end),
      why: english ? flight.en : flight.zh,
    }),
    priority: 'routine',
    start,
    end,
    ready,
    windowEnd: null,
    papers: null,
    movable: true,
  };
}
