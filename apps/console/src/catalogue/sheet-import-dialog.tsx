import { Button, Modal, Table, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport, SheetIssue } from '#contracts';
import { withQuery } from '../api/client.js';
import { upload } from '../api/upload.js';
import { Failed, Loading } from '../common/data-states.js';
import { FileDrop } from '../common/file-drop.js';
import { ScrollBox } from '../common/scroll-box.js';
import { useInLanguage } from '../common/two-languages.js';

type Step =
  | { at: 'choose' }
  | { at: 'busy'; applying: boolean }
  | { at: 'told'; report: ImportReport }
  | { at: 'failed'; error: unknown };

/** Takes a spreadsheet in: it is checked, what is wrong is told row by row, and it is written once the reader agrees. */
export function SheetImportDialog({
  path,
  what,
  words,
  accept = '.xlsx,.csv',
  named = false,
  close,
  done,
}: {
  path: string;
  what: string;
  /** For files that are no spreadsheets. */
  words?: { drop: string; hint: string };
  /** Endings, as in `.xlsx,.csv`. */
  accept?: string;
  /** Whether the server wants to know the name of the file. */
  named?: boolean;
  close: () => void;
  done: () => void;
}) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [step, setStep] = useState<Step>({ at: 'choose' });

  const run = async (chosen: File, mode: 'check' | 'apply', rows: 'all' | 'good') => {
    setStep({ at: 'busy', applying: mode === 'apply' });
    try {
      const report = await upload<ImportReport>(
        'POST',
        withQuery(`${path}/import`, { mode, rows, ...(named ? { name: chosen.name.slice(0, 80) } : {}) }),
        chosen,
      );
      setStep({ at: 'told', report });
      if (report.applied) done();
    } catch (error) {
      setStep({ at: 'failed', error });
    }
  };
  const choose = ([chosen]: File[]) => {
    if (!chosen) return;
    setFile(chosen);
    void run(chosen, 'check', 'all');
  };
  const report = step.at === 'told' ? step.report : null;
  const ready = report !== null && !report.applied ? report.added + report.changed : 0;

  return (
    <Modal
      open
      title={t('sheet/importTitle', { what })}
      width={880}
      style={{ top: 40 }}
      onCancel={close}
      footer={[
        ...(ready > 0 && file
          ? [
              <Button
                key="apply"
                type="primary"
                onClick={() => void run(file, 'apply', report?.errors === 0 ? 'all' : 'good')}
              >
                {report?.errors === 0 ? t('sheet/apply', { count: ready }) : t('sheet/applyGood', { count: ready })}
              </Button>,
            ]
          : []),
        <Button key="close" onClick={close}>
          {t('common/close')}
        </Button>,
      ]}
    >
      {step.at === 'choose' && (
        <FileDrop
          label={words?.drop ?? t('sheet/drop')}
          hint={words?.hint ?? t('sheet/dropHint')}
          accept={accept}
          take={choose}
        />
      )}
      {step.at === 'busy' && (
        <>
          <p className="faint">{step.applying ? t('sheet/applying') : t('sheet/checking')}</p>
          <Loading />
        </>
      )}
      {step.at === 'failed' && <Failed error={step.error} />}
      {report && <Told report={report} ready={ready} />}
      {(step.at === 'told' || step.at === 'failed') && !report?.applied && (
        <FileDrop label={t('sheet/again')} hint={file?.name} accept={accept} take={choose} />
      )}
    </Modal>
  );
}

function Told({ report, ready }: { report: ImportReport; ready: number }) {
  const { t } = useTranslation();
  const columns = useIssueColumns();
  const { errors, warnings, issues } = report;
  return (
    <div className="sheet-told" role="status">
      <p>
        <b className={report.applied ? 'word-good' : undefined}>
          {report.applied ? t('sheet/applied') : t('sheet/checked')}
        </b>{' '}
        <span className="number">{t('sheet/counts', { ...report })}</span>
      </p>
      {!report.applied && errors > 0 && <p className="word-bad">{t('sheet/mend')}</p>}
      {!report.applied && ready === 0 && <p className="faint">{t('sheet/nothing')}</p>}
      {issues.length === 0 ? (
        <p className="faint">{t('sheet/noIssues')}</p>
      ) : (
        <>
          <h3>
            {t('sheet/issues', { errors, warnings })}
            {issues.length < errors + warnings && (
              <span className="faint"> · {t('sheet/issuesShort', { count: issues.length })}</span>
            )}
          </h3>
          <ScrollBox label={t('sheet/issues', { errors, warnings })} height={320}>
            <Table
              size="small"
              columns={columns}
              dataSource={issues}
              rowKey={(issue) => issues.indexOf(issue)}
              pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
            />
          </ScrollBox>
        </>
      )}
    </div>
  );
}

function useIssueColumns(): TableProps<SheetIssue>['columns'] {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return useMemo(
    () => [
      {
        title: '',
        width: 64,
        render: (_, { severity }) => (
          <span className={severity === 'error' ? 'word-bad' : 'word-warn'}>{t(`sheet/severity/${severity}`)}</span>
        ),
      },
      {
        title: t('sheet/place'),
        width: 160,
        render: (_, { sheet, row }) => (row === null ? sheet : t('sheet/row', { sheet, row })),
      },
      { title: t('sheet/column'), width: 90, render: (_, { column }) => column ?? t('common/none') },
      { title: t('sheet/value'), width: 130, render: (_, { value }) => value ?? t('common/none') },
      { title: t('sheet/what'), render: (_, issue) => inLanguage(issue) },
    ],
    [t, inLanguage],
  );
}
