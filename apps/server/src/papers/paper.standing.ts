import { type LocalDay, type PaperStanding, type PaperView } from '#contracts';
import { daysBetween } from '../common/local-day.js';
import { type StoredPaper } from './paper.store.js';
import { PAPER_NOTICE_DAYS } from './paperwork.js';

/** How a paper stands on a day, and the days that are left of it. Pure. */
export function standingOf(
  { state, validFrom, validTo }: Pick<StoredPaper, 'state' | 'validFrom' | 'validTo'>,
  today: LocalDay,
): Pick<PaperView, 'standing' | 'daysLeft'> {
  const daysLeft = validTo === null ? null : daysBetween(today, validTo);
  return { standing: wordOf(), daysLeft };

  function wordOf(): PaperStanding {
    if (state === 'withdrawn') return 'withdrawn';
    if (daysLeft !== null && daysLeft < 0) return 'ran_out';
    if (validFrom !== null && validFrom > today) return 'not_yet';
    return daysLeft !== null && daysLeft < PAPER_NOTICE_DAYS ? 'runs_out' : 'holds';
  }
}
