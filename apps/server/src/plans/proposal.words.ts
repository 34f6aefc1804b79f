import { type LedgerRow } from './demand.ledger.js';
import { addDays, localClockOf } from '../common/local-day.js';
import { type BoardFlight, type Candidate, type ProposalBoard } from './proposal.board.js';
import { type Cause, shownTimes } from './proposal.ground.js';

/** Why a flight is proposed: what it is needed for most. */
export function choiceOf(board: ProposalBoard, flight: BoardFlight): Cause {
  const { day, route } = flight.candidate!;
  board.take(flight);
  const needed = flight.rows.filter((row) => board.ledger.gain(row, day) > 0);
  board.put(flight);
  const [first] = [...needed].sort((a, b) => lateness(b, day) - lateness(a, day) || b.weight - a.weight);
  const backup: Cause | null =
    route.backupOf === null
      ? null
      : {
          code: 'backup',
          zh: `主航线 ${route.backupOf} 不可飞，改用备用`,
          en: `in place of the main route ${route.backupOf}`,
        };
  const cause = first ? needOf(first, day, needed.length) : { code: 'kept', zh: '保持巡查', en: 'kept' };
  return backup ? { code: backup.code, zh: `${backup.zh}；${cause.zh}`, en: `${backup.en}; ${cause.en}` } : cause;
}

function needOf(row: LedgerRow, day: number, count: number): Cause {
  const { demand, age } = row;
  const [more, moreEn] = count > 1 ? [`等 ${count} 处`, ` and ${count - 1} more`] : ['', ''];
  const [what, whatEn] = [
    `${demand.scenarioName}：${demand.targetName}${more}`,
    `${demand.scenarioName}: ${demand.targetName}${moreEn}`,
  ];
  const since = `要求每 ${demand.everyDays} 天一次`;
  if (age === null) {
    return {
      code: 'never_seen',
      zh: `${what}从未巡查，${since}`,
      en: `${whatEn} was never seen; due every ${demand.everyDays} days`,
    };
  }
  const late = lateness(row, day);
  if (late > 0) {
    const zh = `${what}已 ${age + day} 天未巡，超期 ${late} 天，${since}`;
    return {
      code: 'overdue',
      zh,
      en: `${whatEn} not seen for ${age + day} days, ${late} late; due every ${demand.everyDays} days`,
    };
  }
  return { code: 'due', zh: `${what}到期，${since}`, en: `${whatEn} is due; every ${demand.everyDays} days` };
}

/** Days late on that day when nobody else saw it meanwhile; below 0: not due yet. */
function lateness({ age, demand }: LedgerRow, day: number): number {
  return age === null ? Number.MAX_SAFE_INTEGER : age + day - demand.everyDays;
}

/** Why a route is not flown on a day, as the board stands at the end. */
export function refusalOf(board: ProposalBoard, candidate: Candidate): Cause {
  const { ground, rows, day, route } = candidate;
  if (ground.refused) return ground.refused;
  if (rows.length === 0) {
    return { code: 'no_demand', zh: '没有应用场景要求巡查它看到的地方', en: 'no scenario asks for what it sees' };
  }
  if (board.worth(candidate) === 0) return notNeeded(board, candidate);
  const zone = board.input.timeZone;
  const open = candidate.windows.flat();
  if (!open.some(([from, to]) => to - from >= candidate.wanted.flightMs)) {
    const times = shownTimes(ground.free, zone);
    return {
      code: 'outside_window',
      zh: `可飞时段 ${times} 与场景要求的时段不合`,
      en: `it can be flown at ${times}, not when its scenarios ask`,
    };
  }
  const start = open.find(([from, to]) => to - from >= candidate.wanted.flightMs)![0];
  const blockers = board.book.blockers(candidate.wanted, start);
  const crossing = blockers.find(({ kind }) => kind === 'crossing');
  const dock = blockers.find(({ kind }) => kind === 'dock');
  if (crossing && !dock) {
    const other = crossing.flight.routeCode;
    const at = localClockOf(crossing.flight.start, zone);
    return {
      code: 'crossing',
      zh: `与 ${at} 起飞的 ${other} 交叉，时段内错不开`,
      en: `it crosses ${other} of ${at}, and there is no other time`,
    };
  }
  const others = flightsOf(board, candidate.dock.sn, day);
  const [list, listEn] = others.length > 0 ? [others.join('、'), others.join(', ')] : ['既定任务', 'standing tasks'];
  return {
    code: 'dock_full',
    zh: `${candidate.dock.name}当日时段已排 ${list}，${route.code} 排不下`,
    en: `the day of ${candidate.dock.name} is full with ${listEn}`,
  };
}

function flightsOf({ flights }: ProposalBoard, dockSn: string, day: number): string[] {
  const those = [...flights].filter((flight) => flight.dockSn === dockSn && flight.candidate?.day === day);
  return those.sort((a, b) => a.start - b.start).map(({ routeCode }) => routeCode);
}

/** Everything that it sees is in time without it. */
function notNeeded({ input, flights }: ProposalBoard, { rows, day, route }: Candidate): Cause {
  const other = [...flights].find(
    (flight) =>
      flight.candidate?.day === day && flight.routeCode !== route.code && rows.some((row) => flight.rows.includes(row)),
  );
  if (other) {
    return {
      code: 'seen_by_other',
      zh: `当日由 ${other.routeCode} 一并巡查`,
      en: `${other.routeCode} sees it on that day`,
    };
  }
  const due = Math.min(...rows.map(({ covered }) => dueAfter(covered, day)));
  if (due >= input.days) return { code: 'not_due', zh: '期内未到期', en: 'not due within these days' };
  const next = addDays(input.firstDay, due);
  return { code: 'not_due', zh: `未到期，${next} 起到期`, en: `not due before ${next}` };
}

function dueAfter(covered: Int32Array, day: number): number {
  let at = day;
  while (at < covered.length && covered[at]! > 0) at++;
  return at;
}
