/** A record of a CSV file with the line it begins on, counted from 1. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** The records of a CSV text (RFC 4180; a byte order mark and blank lines are skipped). Throws a `SyntaxError`. */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let line = 1;
  let record: CsvRecord = { line, fields: [] };
  cell.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new SyntaxError(`line ${line}: a quotation mark is open or stands inside a field`);
    const [whole, quoted, plain, end] = match;
    record.fields.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === ',') {
      // A comma at the very end of the text still begins a last, empty field.
      if (cell.lastIndex === text.length) record.fields.push('');
      else continue;
    }
    if (record.fields.length > 1 || record.fields[0] !== '') records.push(record);
    record = { line, fields: [] };
  }
  return records;
}
