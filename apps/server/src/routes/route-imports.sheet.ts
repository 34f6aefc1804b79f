import { type RouteImportView } from '#contracts';
import { type FilledSheet, type SheetLayout, Words } from '../sheets/sheet.layout.js';

const STATES = new Words<RouteImportView['files'][number]['state']>({
  waiting: { zh: '等待处理', en: 'waiting' },
  taken: { zh: '已导入，检查通过', en: 'taken' },
  draft: { zh: '已导入为草稿，有错误', en: 'draft' },
  refused: { zh: '未导入', en: 'refused' },
});

const RESULT_SHEET: SheetLayout = {
  name: '导入结果',
  columns: [
    { key: 'name', heading: '文件', note: '', width: 40, text: true },
    { key: 'state', heading: '结果', note: '', width: 22 },
    { key: 'routeCode', heading: '航线编码', note: '', width: 18, text: true },
    { key: 'errors', heading: '错误', note: '', width: 8 },
    { key: 'warnings', heading: '警告', note: '', width: 8 },
    { key: 'zh', heading: '说明', note: '', width: 60 },
    { key: 'en', heading: 'Note', note: '', width: 60 },
  ],
};

/** What became of each file of an import, one a row. */
export function resultSheet({ files }: RouteImportView): FilledSheet {
  return {
    layout: RESULT_SHEET,
    rows: files.map(({ name, state, routeCode, errors, warnings, zh, en }) => [
      name,
      STATES.label(state),
      routeCode,
      errors,
      warnings,
      zh,
      en,
    ]),
  };
}
