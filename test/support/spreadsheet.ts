import { type ImportReport, type Problem } from '#contracts';
import { type SheetLayout } from '../../apps/server/src/sheets/sheet.layout.js';
import { writeXlsx } from '../../apps/server/src/sheets/xlsx.write.js';

/** A row as somebody typed it, by column key. */
export type TypedRow = Record<string, string | number | null>;

/** An .xlsx file with sheets of these layouts; columns that no row mentions are left out. */
export function spreadsheet(...sheets: [layout: SheetLayout, rows: TypedRow[]][]): Uint8Array {
  return writeXlsx(
    sheets.map(([layout, rows]) => {
      const columns = layout.columns.filter(({ key, required }) => required || rows.some((row) => key in row));
      return {
        layout: { ...layout, columns },
        rows: rows.map((row) => columns.map(({ key }) => row[key] ?? null)),
      };
    }),
  );
}

/** Uploads a file as the body of the request. */
export async function upload(
  address: string,
  bytes: Uint8Array | string,
  token: string,
): Promise<{ status: number; body: ImportReport & Problem }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: bytes as never,
  });
  return { status: response.status, body: (await response.json()) as ImportReport & Problem };
}
