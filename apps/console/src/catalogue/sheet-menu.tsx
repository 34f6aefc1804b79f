import { App, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, withQuery, type QueryValue } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';

const SheetImportDialog = lazy(async () => ({ default: (await import('./sheet-import-dialog.js')).SheetImportDialog }));

/** What can be done with a list by spreadsheet: export what is listed, an empty template, an import. */
export function SheetMenu({
  path,
  what,
  file,
  filter,
  canImport,
  done,
}: {
  /** Of the collection, such as `/api/v1/feature-points`. */
  path: string;
  /** What the rows are called. */
  what: string;
  /** Name of the files without their ending. */
  file: string;
  filter: Record<string, QueryValue>;
  canImport: boolean;
  done: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [importing, setImporting] = useState(false);
  const fetchFile = (address: string, name: string) =>
    download(address, name).catch((error: unknown) => void message.error(sentenceOf(error, i18n.language)));
  const items = [
    {
      key: 'export',
      label: t('sheet/export'),
      onClick: () => void fetchFile(withQuery(`${path}/export.xlsx`, filter), `${file}.xlsx`),
    },
    {
      key: 'template',
      label: t('sheet/template'),
      onClick: () => void fetchFile(`${path}/template.xlsx`, `${file}-template.xlsx`),
    },
    ...(canImport ? [{ key: 'import', label: t('sheet/import'), onClick: () => setImporting(true) }] : []),
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button>{t('sheet/menu')} ▾</Button>
      </Dropdown>
      {importing && (
        <Suspense>
          <SheetImportDialog path={path} what={what} close={() => setImporting(false)} done={done} />
        </Suspense>
      )}
    </>
  );
}
