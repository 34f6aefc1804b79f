import { Refusal } from './refusal.js';

/** An opaque cursor that holds the sort key of the last row of a page. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key inside a cursor of ours. Throws a `Refusal` for anything else. */
export function decodeCursor(cursor: string | undefined, members: number): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(key) &&
      key.length === members &&
      key.every((part) => ['string', 'number'].includes(typeof part))
    ) {
      return key as (string | number)[];
    }
  } catch {
    // falls through: the text is not a cursor of ours
  }
  throw new Refusal(
    400,
    'bad_cursor',
    '翻页标记无效，请从第一页重新查询',
    'the cursor is not one of ours: start again from the first page',
  );
}
