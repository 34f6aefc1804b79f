import { Refusal } from '../common/refusal.js';
import { overrideFault } from './paperwork.js';
import { type PaperworkRow } from './paperwork.store.js';

/** What a person does for the paperwork of a task. `at` in ms since 1970. */
export type PaperworkEvent = { at: number; by: string; note: string } & (
  | { type: 'filed' | 'waived' | 'reported' }
  | { type: 'answered'; granted: boolean }
  | { type: 'override_asked'; reason: string }
  | { type: 'override_confirmed' }
);

/**
 * The paperwork after an event. Pure. `red`: the clock stops the start as things are. Throws `Refusal` 409
 * `illegal_paperwork`, `second_person_needed` or `nothing_to_override`, named after the task.
 */
export function advancePaperwork(
  row: PaperworkRow,
  event: PaperworkEvent,
  { name, red }: { name: string; red: boolean },
): PaperworkRow {
  const refuse = (zh: string, en: string, code = 'illegal_paperwork') =>
    new Refusal(409, code, `任务“${name}”${zh}`, `task "${name}" ${en}`);
  const { at, by, note } = event;
  switch (event.type) {
    case 'filed':
    case 'waived':
      if (row.filed) throw refuse(`已由${row.filed.by}申报，不必再报`, `was filed by ${row.filed.by} already`);
      if (event.type === 'waived') return { ...row, filingKind: 'exempt', filed: { at, by, note } };
      return { ...row, filed: { at, by, note } };
    case 'answered':
      if (!row.filed) throw refuse('还没有申报，不能登记批复', 'has not been filed: there is nothing to answer');
      if (row.filingKind === 'exempt') throw refuse('免报，没有批复', 'needs no filing: there is no answer');
      if (row.answer) throw refuse(`的批复已由${row.answer.by}登记`, `was answered: ${row.answer.by} noted it`);
      return { ...row, answer: { at, by, note, granted: event.granted } };
    case 'reported':
      if (!row.answer?.granted) throw refuse('还没有获批，不能作起飞前报告', 'has no grant: it cannot be reported');
      if (row.reported) throw refuse(`已由${row.reported.by}报告`, `was reported by ${row.reported.by} already`);
      return { ...row, reported: { at, by, note } };
    case 'override_asked':
      if (row.override)
        throw refuse(`已由${row.override.askedBy}申请放行`, `has an override by ${row.override.askedBy}`);
      if (!red) throw refuse('手续没有阻止起飞的问题，无需放行', 'is stopped by nothing', 'nothing_to_override');
      return {
        ...row,
        override: { reason: event.reason, askedBy: by, askedAt: at, confirmedBy: null, confirmedAt: null },
      };
    case 'override_confirmed': {
      const { override } = row;
      if (!override) throw refuse('没有人申请放行', 'has no override to confirm');
      if (override.confirmedBy !== null) throw refuse(`已由${override.confirmedBy}放行`, 'was let pass already');
      const fault = overrideFault({ by: override.askedBy, second: by, reason: override.reason });
      if (fault) throw new Refusal(409, fault.code, fault.zh, fault.en);
      return { ...row, override: { ...override, confirmedBy: by, confirmedAt: at } };
    }
  }
}

/** The paperwork of a task that moved to another time: what was filed was for the former one. */
export function movedPaperwork({ required, filingKind }: PaperworkRow, kind: PaperworkRow['filingKind']): PaperworkRow {
  const filing = filingKind === 'exempt' ? kind : filingKind;
  return { required, filingKind: filing, filed: null, answer: null, reported: null, override: null };
}
