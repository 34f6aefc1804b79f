import type { zhDaySheet } from './zh.day-sheet.js';

/** The sentences of the day on the morning sheet in English. */
export const enDaySheet: typeof zhDaySheet = {
  daySheet: {
    flights: 'Flights today',
    plan: 'Schedule',
    planned: 'planned',
    pictures: 'Pictures (received / expected)',
    noFlights: 'No flights today',
    noTrouble: 'Nothing is held up or failed, no pictures are missing',
    answer: 'answer it',
    look: 'look',
    missing: '{{count}} missing',
    papers: 'Papers that turn red today',
    noPapers: 'The papers of today and tomorrow are in time',
    redAt: 'red at',
    docks: 'Docks',
    ready: 'ready',
    busy: 'busy',
    notReady: 'not ready',
    allReady: 'No dock is held up',
  },
};
