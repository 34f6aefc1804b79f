import { type FilledSheet, type SheetLayout } from './sheet.layout.js';

const NOTES: SheetLayout = {
  name: '填写说明',
  columns: [
    { key: 'sheet', heading: '工作表', note: '', width: 14 },
    { key: 'column', heading: '列', note: '', width: 16 },
    { key: 'required', heading: '必填', note: '', width: 8 },
    { key: 'note', heading: '说明', note: '', width: 70 },
    { key: 'choices', heading: '可选值', note: '', width: 50 },
  ],
};

/** The sheet of a template that explains every column of the others. */
export function notesSheet(layouts: readonly SheetLayout[]): FilledSheet {
  const rows = layouts.flatMap(({ name, columns }) =>
    columns.map(({ heading, required, note, choices }) => [
      name,
      heading,
      required ? '必填' : '',
      note,
      choices?.join('、') ?? '',
    ]),
  );
  return { layout: NOTES, rows };
}
