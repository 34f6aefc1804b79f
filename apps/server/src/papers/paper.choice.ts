import { EVERY_SUBJECT, type LocalDay, type PaperKind } from '#contracts';
import { type Paper, type PaperStep, type Paperwork, STEP_KINDS } from './paperwork.js';

/** A paper on file; its subject in small letters. */
export interface HeldPaper extends Paper {
  kind: PaperKind;
  subject: string;
}

/**
 * The papers that a flight is held against on its day. Of several that count, the one that holds longest from that day;
 * when none holds, the one that ran out last. Pure.
 */
export function papersFor(
  held: readonly HeldPaper[],
  { aircraftSn, pilot }: { aircraftSn: string | null; pilot: string | null },
  day: LocalDay,
): Paperwork['papers'] {
  const subjects: Readonly<Record<PaperStep, readonly (string | null)[]>> = {
    registration: [aircraftSn],
    identification: [aircraftSn],
    pilot: [pilot, EVERY_SUBJECT],
    insurance: [aircraftSn, EVERY_SUBJECT],
  };
  const best = (step: PaperStep): Paper | null => {
    const names = subjects[step].filter((subject) => subject !== null).map((subject) => subject.toLowerCase());
    const own = held.filter(({ kind, subject }) => kind === STEP_KINDS[step] && names.includes(subject));
    const [first] = own.sort((a, b) => rank(b) - rank(a) || last(b).localeCompare(last(a)));
    return first ?? null;
  };
  const rank = ({ validFrom, validTo }: Paper) =>
    (validFrom === null || validFrom <= day) && (validTo === null || validTo >= day) ? 1 : 0;
  return {
    registration: best('registration'),
    identification: best('identification'),
    pilot: best('pilot'),
    insurance: best('insurance'),
  };
}

function last({ validTo }: Paper): string {
  return validTo ?? '9999-12-31';
}
