import { App, Button, Segmented, Table, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteImportView } from '#contracts';
import { download } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { ScrollBox } from '../common/scroll-box.js';
import { useInLanguage } from '../common/two-languages.js';
import type { NotSent } from './send-files.js';

type ImportFile = RouteImportView['files'][number];
type Shown = ImportFile['state'] | 'all';

const WORD: Readonly<Record<ImportFile['state'], string>> = {
  waiting: 'faint',
  taken: 'word-good',
  draft: 'word-warn',
  refused: 'word-bad',
};

/** What became of each file of a bulk import. */
export function ImportResult({ result, notSent }: { result: RouteImportView; notSent: readonly NotSent[] }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [shown, setShown] = useState<Shown>('all');
  const columns = useFileColumns();
  const files = result.files.filter((file) => shown === 'all' || file.state === shown);
  const counts = { taken: result.taken, draft: result.drafts, refused: result.refused } as const;
  const fetchSheet = () =>
    download(`/api/v1/routes/imports/${result.id}/result.xlsx`, 'route-import.xlsx').catch(
      (error: unknown) => void message.error(sentenceOf(error, i18n.language)),
    );
  return (
    <div className="import-result">
      <p role="status">
        <b className="number">
          {t('routeImport/done', { taken: result.taken, drafts: result.drafts, refused: result.refused })}
        </b>
      </p>
      {notSent.length > 0 && (
        <div className="form-error" role="alert">
          <p>{t('routeImport/notSent', { count: notSent.length })}</p>
          <ul>
            {notSent.slice(0, 20).map((one) => (
              <li key={one.name}>
                {one.name}: {sentenceOf(one.error, i18n.language)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="import-result-tools">
        <Segmented
          size="small"
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          options={[
            { value: 'all', label: `${t('routeImport/anyState')} ${result.files.length}` },
            ...(['taken', 'draft', 'refused'] as const).map((state) => ({
              value: state,
              label: `${t(`routeImport/state/${state}`)} ${counts[state]}`,
            })),
          ]}
        />
        <Button size="small" onClick={() => void fetchSheet()}>
          {t('routeImport/result')}
        </Button>
      </div>
      <ScrollBox label={t('routeImport/title')} height={380}>
        <Table
          size="small"
          columns={columns}
          dataSource={files}
          rowKey="id"
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        />
      </ScrollBox>
    </div>
  );
}

function useFileColumns(): TableProps<ImportFile>['columns'] {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return useMemo(
    () => [
      { title: t('routeImport/file'), width: 230, render: (_, file) => <span className="wrap-any">{file.name}</span> },
      {
        title: t('routeImport/stateColumn'),
        width: 70,
        render: (_, { state }) => <span className={WORD[state]}>{t(`routeImport/state/${state}`)}</span>,
      },
      {
        title: t('routeImport/route'),
        width: 120,
        render: (_, { routeId, routeCode }) =>
          routeId ? (
            <Link to={`/routes/${routeId}`}>{routeCode}</Link>
          ) : (
            <span className="faint">{t('common/none')}</span>
          ),
      },
      {
        title: t('routeImport/findings'),
        width: 96,
        render: (_, file) => (
          <span className="number">
            {file.errors} / {file.warnings}
          </span>
        ),
      },
      {
        title: t('routeImport/first'),
        render: (_, { zh, en }) =>
          zh === null && en === null ? (
            <span className="faint">{t('common/none')}</span>
          ) : (
            inLanguage({ zh: zh ?? en ?? '', en: en ?? zh ?? '' })
          ),
      },
    ],
    [t, inLanguage],
  );
}
