import { type FilingKind, type LocalDay, PAPER_KINDS, type PaperLevel, type PlanPriority } from '#contracts';
import { addDays, instantAt, localClockOf, localDayOf } from '../common/local-day.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Papers that run out within so many days after the flight are amber. */
export const PAPER_NOTICE_DAYS = 30;

/** A paper with the days on which it holds, both included. */
export interface Paper {
  number: string;
  validFrom: LocalDay | null;
  validTo: LocalDay | null;
}

/** A red clock that two people let pass. */
export interface PaperOverride {
  by: string;
  second: string;
  reason: string;
  at: number;
}

/** What is on file for the aircraft and its pilot. */
export type PaperStep = 'registration' | 'identification' | 'pilot' | 'insurance';

/** What the clock of one task is read from. Times in ms since 1970; null: not done. */
export interface Paperwork {
  takeOff: number;
  timeZone: string;
  filing: FilingKind;
  filedAt: number | null;
  answer: { granted: boolean; at: number } | null;
  /** The report before take-off. */
  reportedAt: number | null;
  papers: Readonly<Record<PaperStep, Paper | null>>;
  override: PaperOverride | null;
}

/** One hand of the clock. */
export interface ClockStep {
  step: 'filing' | 'answer' | 'report' | PaperStep;
  level: PaperLevel;
  /** When it must be done; null for papers. */
  dueAt: number | null;
  doneAt: number | null;
  zh: string;
  en: string;
}

/** The clock at an instant. */
export interface PaperClock {
  level: PaperLevel;
  steps: ClockStep[];
  /** No papers, no take-off: true while something is red and two people have not let it pass. */
  blocksStart: boolean;
  override: PaperOverride | null;
  /** When its level may change next by time alone; null: never. */
  nextChangeAt: number | null;
}

/** Whether a plan's tasks are filed in the ordinary way. */
export function filingOf(priority: PlanPriority): FilingKind {
  return priority === 'emergency' ? 'emergency' : 'required';
}

/**
 * By when a flight is filed, answered and reported (Order 761, Art. 26, 29, 30): by 12:00 of the day before, answered by
 * 21:00, reported 1 h before take-off. Emergencies: 30 min before, answered 10 min before, without a report.
 */
export function paperTimes({ takeOff, timeZone, filing }: Pick<Paperwork, 'takeOff' | 'timeZone' | 'filing'>): {
  filing: number;
  answer: number;
  report: number | null;
} {
  if (filing === 'emergency') return { filing: takeOff - 30 * MINUTE, answer: takeOff - 10 * MINUTE, report: null };
  const before = addDays(localDayOf(takeOff, timeZone), -1);
  return {
    filing: instantAt(before, '12:00', timeZone),
    answer: instantAt(before, '21:00', timeZone),
    report: takeOff - HOUR,
  };
}

/** The clock of a task at an instant. Pure. */
export function paperClock(work: Paperwork, now: number): PaperClock {
  const hands = [...timedHands(work), ...paperHands(work)];
  const steps = hands.map((hand) => hand.at(now));
  const level = worst(steps.map((step) => step.level));
  const changes = hands.flatMap(({ changes: times }) => times).filter((time) => time > now);
  return {
    level,
    steps,
    blocksStart: level === 'red' && !overrides(work.override),
    override: work.override,
    nextChangeAt: changes.length > 0 ? Math.min(...changes) : null,
  };
}

/** What is wrong with an override; null: it holds. The second person is another one, and there is a reason. */
export function overrideFault(override: Omit<PaperOverride, 'at'>): { code: string; zh: string; en: string } | null {
  if (override.second === override.by) {
    const zh = '放行须由另一人复核，不能与申请人为同一人';
    return { code: 'second_person_needed', zh, en: 'an override takes a second person, another than who asks for it' };
  }
  if (override.reason.trim() === '') {
    return { code: 'reason_needed', zh: '放行须写明理由', en: 'an override takes a reason' };
  }
  return null;
}

function overrides(override: PaperOverride | null): boolean {
  return override !== null && overrideFault(override) === null;
}

function worst(levels: readonly PaperLevel[]): PaperLevel {
  if (levels.includes('red')) return 'red';
  return levels.includes('amber') ? 'amber' : 'green';
}

interface Hand {
  at: (now: number) => ClockStep;
  /** When it changes by time alone. */
  changes: readonly number[];
}

function timedHands(work: Paperwork): Hand[] {
  if (work.filing === 'exempt') return [];
  const times = paperTimes(work);
  const filing = timed(work, 'filing', times.filing, 2 * HOUR, work.filedAt, ['报飞行计划', 'filing']);
  const refused = work.answer !== null && !work.answer.granted;
  const answered = work.answer?.at ?? null;
  const answer = timed(work, 'answer', times.answer, HOUR, answered, ['批复', 'the answer']);
  const refusedStep = (): ClockStep => ({
    step: 'answer',
    level: 'red',
    dueAt: times.answer,
    doneAt: answered,
    zh: '飞行计划未获批准，请改时段或空域后重新申报',
    en: 'the filing was refused: change time or airspace and file again',
  });
  const hands = [filing, refused ? { at: refusedStep, changes: [] } : answer];
  if (times.report !== null) {
    hands.push(
      timed(work, 'report', times.report, HOUR, work.reportedAt, ['起飞前报告', 'the report before take-off']),
    );
  }
  return hands;
}

/** Green until `notice` before it is due, amber until then, red after it; done in time green, done late amber. */
function timed(
  { timeZone }: Paperwork,
  step: ClockStep['step'],
  dueAt: number,
  notice: number,
  doneAt: number | null,
  [zh, en]: readonly [string, string],
): Hand {
  const due = `${localDayOf(dueAt, timeZone).slice(5)} ${localClockOf(dueAt, timeZone)}`;
  const base = { step, dueAt, doneAt };
  if (doneAt !== null) {
    const late = doneAt > dueAt;
    const done = late
      ? {
          level: 'amber' as const,
          zh: `${zh}晚于 ${due}，请确认受理单位仍接受`,
          en: `${en} came after ${due}: ask whether it still counts`,
        }
      : { level: 'green' as const, zh: `${zh}已按时完成`, en: `${en} was in time` };
    return { at: () => ({ ...base, ...done }), changes: [] };
  }
  return {
    changes: [dueAt - notice, dueAt],
    at: (now) => {
      if (now >= dueAt) return { ...base, level: 'red', zh: `${zh}已过 ${due} 的时限`, en: `${en} was due by ${due}` };
      const level = now >= dueAt - notice ? 'amber' : 'green';
      return { ...base, level, zh: `${zh}须在 ${due} 前完成`, en: `${en} is due by ${due}` };
    },
  };
}

/** The kind of paper behind each hand. */
export const STEP_KINDS = {
  registration: 'aircraft_registration',
  identification: 'operation_identification',
  pilot: 'pilot_licence',
  insurance: 'insurance',
} as const;

function paperHands({ papers, takeOff, timeZone }: Paperwork): Hand[] {
  const day = localDayOf(takeOff, timeZone);
  return (Object.keys(STEP_KINDS) as PaperStep[]).map((step) => {
    const held = paperStep(step, papers[step], day);
    return { at: () => held, changes: [] };
  });
}

/** A paper counts on the day of the flight, whatever the hour it is looked at. */
function paperStep(step: PaperStep, paper: Paper | null, day: LocalDay): ClockStep {
  const { zh, en } = PAPER_KINDS[STEP_KINDS[step]];
  const told = (level: PaperLevel, textZh: string, textEn: string): ClockStep => ({
    step,
    level,
    dueAt: null,
    doneAt: null,
    zh: `${zh}${textZh}`,
    en: `the ${en} ${textEn}`,
  });
  if (!paper) return told('red', '没有登记在册', 'is not on file');
  const { validFrom, validTo } = paper;
  if (validFrom !== null && validFrom > day) return told('red', `${validFrom} 起才有效`, `holds from ${validFrom} on`);
  if (validTo !== null && validTo < day) return told('red', `已于 ${validTo} 到期`, `ran out on ${validTo}`);
  if (validTo !== null && validTo < addDays(day, PAPER_NOTICE_DAYS)) {
    return told('amber', `将于 ${validTo} 到期，请续办`, `runs out on ${validTo}: renew it`);
  }
  return told('green', '有效', 'holds');
}
