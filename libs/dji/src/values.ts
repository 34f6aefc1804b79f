/** A JSON object that is neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a plain object; an empty one when it is something else. */
export function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** A finite number, also when it came as text; else null. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' ? numberInText(value) : null;
}

/** A finite integer, also when it came as text or as 3.0; else null. */
export function integerOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) ? number : null;
}

/** A text, also when it came as a number; null for everything else and for the empty text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** A truth value from true/false, 0/1, "0"/"1", "true"/"false"; else null. */
export function booleanOf(value: unknown): boolean | null {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '0' || value === 'false') return false;
  return null;
}

/** The list, or an empty one when it is something else. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A decimal number written as text, such as "-91.40"; null for "", "NaN", "0x10", "12abc". */
export function numberInText(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 40) return null;
  for (let at = 0; at < trimmed.length; at++) {
    const code = trimmed.charCodeAt(at);
    const digit = code >= 48 && code <= 57;
    // + - . E e besides the digits; hexadecimal and words stay text
    if (!digit && code !== 43 && code !== 45 && code !== 46 && code !== 69 && code !== 101) return null;
  }
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : null;
}
