import { integerOf, isObject, listOf, booleanOf, textOf } from './values.js';

/** One entry of a health message (reference 8.1). A message is the complete set of active notices of its device. */
export interface HealthNotice {
  /** Hexadecimal as the maker writes it, such as `0x16100083`. */
  code: string;
  /** 0 notice, 1 reminder, 2 warning; other numbers are kept; 0 when missing. */
  level: number;
  /** 0 mission, 1 device management, 2 media, 3 hms. */
  module: number | null;
  inTheSky: boolean;
  imminent: boolean;
  /** `domain-type-subtype`; its sub type may differ from the topology (quirk 40). */
  deviceType: string | null;
  args: Record<string, unknown>;
}

/**
 * Reads the body of an `hms` event, also the legacy form of the M3 series on the RC Pro with `output.codes`. An empty
 * list means: no notice is active. Entries without a code cannot be named and are left out.
 */
export function healthNotices(body: unknown): HealthNotice[] {
  if (!isObject(body)) return Array.isArray(body) ? noticesOf(body) : [];
  if (Array.isArray(body['list'])) return noticesOf(body['list']);
  const output = body['output'];
  if (isObject(output)) return noticesOf(listOf(output['codes'] ?? output['list']));
  return [];
}

function noticesOf(entries: unknown[]): HealthNotice[] {
  const notices: HealthNotice[] = [];
  for (const entry of entries) {
    const notice = noticeOf(entry);
    if (notice !== null) notices.push(notice);
  }
  return notices;
}

/** One entry; the legacy form may give the bare code. */
function noticeOf(given: unknown): HealthNotice | null {
  const entry = isObject(given) ? given : { code: given };
  const code = codeOf(entry['code'] ?? entry['id']);
  if (code === null) return null;
  return {
    code,
    level: integerOf(entry['level']) ?? 0,
    module: integerOf(entry['module']),
    inTheSky: booleanOf(entry['in_the_sky']) ?? false,
    imminent: booleanOf(entry['imminent']) ?? false,
    deviceType: textOf(entry['device_type']),
    args: isObject(entry['args']) ? entry['args'] : {},
  };
}

/** The legacy form gives the code as a number: the same code, written in decimal. Whatever else is kept as text. */
function codeOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
    return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  }
  return textOf(value);
}
