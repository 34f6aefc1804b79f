import { Refusal } from '../common/refusal.js';

/** 400 `unreadable_sheet`: the file as a whole cannot be used. */
export function unreadable(zh: string, en: string): Refusal {
  return new Refusal(400, 'unreadable_sheet', `无法读取表格文件：${zh}`, `the spreadsheet cannot be read: ${en}`);
}

/** 413 `sheet_too_large`: the file, or what it unpacks to, is beyond the limits. */
export function tooLarge(zh: string, en: string): Refusal {
  return new Refusal(
    413,
    'sheet_too_large',
    `表格文件过大：${zh}，请拆成几个文件分别导入`,
    `the spreadsheet is too large: ${en}; split it and import the parts one by one`,
  );
}
