export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Repeat = 'once' | 'daily' | 'weekly' | 'monthly' | 'rule';

/** A recurrence as a form holds it. `rule`: a text that these fields cannot say, kept as it is. */
export interface RecurrenceValues {
  repeat: Repeat;
  /** Every so many days, weeks or months. */
  every: number;
  weekdays: Weekday[];
  /** Days of the month from 1; -1: its last day. */
  monthDays: number[];
  rule: string;
}

export const ONCE: RecurrenceValues = { repeat: 'once', every: 1, weekdays: [], monthDays: [], rule: '' };

/** The RRULE text of the fields; null: once. */
export function ruleOf({ repeat, every, weekdays, monthDays, rule }: RecurrenceValues): string | null {
  const interval = every > 1 ? `;INTERVAL=${every}` : '';
  switch (repeat) {
    case 'once':
      return null;
    case 'daily':
      return `FREQ=DAILY${interval}`;
    case 'weekly': {
      const days = WEEKDAYS.filter((day) => weekdays.includes(day));
      return `FREQ=WEEKLY${interval}${days.length > 0 ? `;BYDAY=${days.join(',')}` : ''}`;
    }
    case 'monthly': {
      // The last day is said last, as people do.
      const days = [...monthDays].sort((a, b) => (a < 0 ? 99 : a) - (b < 0 ? 99 : b));
      return `FREQ=MONTHLY${interval}${days.length > 0 ? `;BYMONTHDAY=${days.join(',')}` : ''}`;
    }
    case 'rule':
      return rule.trim();
  }
}

/** The fields of an RRULE text. */
export function fieldsOf(rule: string | null): RecurrenceValues {
  if (rule === null) return ONCE;
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const every = Number(parts.get('INTERVAL') ?? 1);
  const [weekdays, monthDays] = [listOf(parts.get('BYDAY')), listOf(parts.get('BYMONTHDAY')).map(Number)];
  const only = (...names: string[]) => [...parts.keys()].every((name) => ['FREQ', 'INTERVAL', ...names].includes(name));
  const asText: RecurrenceValues = { ...ONCE, repeat: 'rule', rule };
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return only() ? { ...ONCE, repeat: 'daily', every } : asText;
    case 'WEEKLY':
      return only('BYDAY') && weekdays.every(isWeekday) ? { ...ONCE, repeat: 'weekly', every, weekdays } : asText;
    case 'MONTHLY':
      return only('BYMONTHDAY') && monthDays.every((day) => day === -1 || (day >= 1 && day <= 31))
        ? { ...ONCE, repeat: 'monthly', every, monthDays }
        : asText;
    default:
      return asText;
  }
}

function listOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',');
}

function isWeekday(day: string): day is Weekday {
  return (WEEKDAYS as readonly string[]).includes(day);
}
