import { Button, Input, Modal, Progress, Table, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteApprovalResults } from '#contracts';
import type { z } from 'zod';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { ScrollBox } from '../common/scroll-box.js';
import { useInLanguage } from '../common/two-languages.js';

type Results = z.infer<typeof RouteApprovalResults>['results'];

/** How many routes one request approves: few enough that the bar moves. */
const STEP = 6;

/** Approves several routes, shows how far it has come, and tells for each route what became of it. */
export function ApproveDialog({
  routes,
  close,
  done,
}: {
  routes: readonly { id: string; code: string; name: string }[];
  close: () => void;
  done: () => void;
}) {
  const { t, i18n } = useTranslation();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Results>([]);
  const [fault, setFault] = useState<string | null>(null);
  const ended = results.length >= routes.length;
  const approved = results.filter((result) => result.approved).length;

  const run = async () => {
    setBusy(true);
    setFault(null);
    const told = [...results];
    try {
      while (told.length < routes.length) {
        const part = routes.slice(told.length, told.length + STEP).map((route) => route.id);
        const answer = await sendJson<{ results: Results }>('POST', '/api/v1/routes/approvals', { routes: part, note });
        told.push(...answer.results);
        setResults([...told]);
      }
    } catch (error) {
      setFault(sentenceOf(error, i18n.language));
    }
    setBusy(false);
    done();
  };

  return (
    <Modal
      open
      width={760}
      title={t('routes/approveTitle', { count: routes.length })}
      onCancel={close}
      footer={
        ended ? (
          <Button type="primary" onClick={close}>
            {t('common/close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('common/cancel')}</Button>
            <Button type="primary" disabled={busy} onClick={() => void run()}>
              {t('routes/approve')}
            </Button>
          </>
        )
      }
    >
      {results.length === 0 && !busy && (
        <>
          <p className="form-hint">{t('routes/approveLead')}</p>
          <label className="field-label" htmlFor="approve-note">
            {t('routes/approveNote')}
          </label>
          <Input.TextArea
            id="approve-note"
            maxLength={500}
            rows={2}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      )}
      {(busy || results.length > 0) && (
        <div role="status" className="approve-progress">
          <span>
            {ended ? t('routes/approveDone', { approved, refused: results.length - approved }) : t('routes/approving')}
          </span>
          <Progress
            percent={Math.round((100 * results.length) / routes.length)}
            status={ended ? (approved === results.length ? 'success' : 'normal') : 'active'}
            aria-label={t('routes/approving')}
          />
        </div>
      )}
      {fault && (
        <p className="form-error" role="alert">
          {fault}
        </p>
      )}
      <ResultTable routes={routes} results={results} />
    </Modal>
  );
}

function ResultTable({
  routes,
  results,
}: {
  routes: readonly { id: string; code: string; name: string }[];
  results: Results;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const columns = useMemo<TableProps<{ id: string; code: string; name: string }>['columns']>(
    () => [
      { title: t('catalogue/code'), width: 130, render: (_, route) => <code>{route.code}</code> },
      { title: t('catalogue/name'), dataIndex: 'name', width: 220 },
      {
        title: t('catalogue/stateColumn'),
        render: (_, route) => {
          const result = results.find((one) => one.id === route.id);
          if (!result) return <span className="faint">{t('common/none')}</span>;
          if (result.approved) return <span className="word-good">{t('routes/approveOk')}</span>;
          return <span className="word-bad">{inLanguage({ zh: result.zh ?? '', en: result.en ?? '' })}</span>;
        },
      },
    ],
    [t, inLanguage, results],
  );
  return (
    <ScrollBox label={t('routes/title')} height={330}>
      <Table size="small" columns={columns} dataSource={[...routes]} rowKey="id" pagination={false} />
    </ScrollBox>
  );
}
