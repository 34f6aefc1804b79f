import { App, Button, Popconfirm, type TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EVERY_SUBJECT, PAPER_KINDS, type PaperView } from '#contracts';
import { sendJson } from '../api/client.js';
import { PAPERS } from '../api/paper-queries.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { DemonstrationTag } from '../catalogue/catalogue-words.js';
import { useInLanguage } from '../common/two-languages.js';
import { PaperStandingTag } from './paper-standing.js';

/** The columns of the register of papers. */
export function usePaperColumns(edit: (paper: PaperView) => void, done: () => void): TableProps<PaperView>['columns'] {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const inLanguage = useInLanguage();
  const manages = session.can('papers.manage');
  return useMemo(() => {
    const move = async (paper: PaperView, state: 'active' | 'withdrawn') => {
      try {
        await sendJson<PaperView>('PATCH', `${PAPERS}/${paper.id}`, { state, version: paper.version });
        const { number } = paper;
        void message.success(t(state === 'withdrawn' ? 'papers/withdrawn' : 'papers/broughtBack', { number }));
      } catch (error) {
        void message.error(sentenceOf(error, i18n.language));
      }
      done();
    };
    const columns: TableProps<PaperView>['columns'] = [
      { title: t('papers/standingColumn'), key: 'standing', render: (_, paper) => <PaperStandingTag paper={paper} /> },
      { title: t('papers/kind'), key: 'kind', render: (_, { kind }) => inLanguage(PAPER_KINDS[kind]) },
      { title: t('papers/subject'), key: 'subject', render: (_, paper) => <Subject paper={paper} /> },
      {
        title: t('papers/number'),
        key: 'number',
        render: (_, paper) => (
          <span className="two-lines">
            <span>
              <b>{paper.number}</b>
              <DemonstrationTag shown={paper.demonstration} />
            </span>
            {paper.issuer && <span className="faint">{paper.issuer}</span>}
          </span>
        ),
      },
      {
        title: t('papers/validity'),
        key: 'validity',
        render: (_, { validFrom, validTo }) => (
          <span className="number">
            {validFrom && validTo
              ? t('papers/fromTo', { from: validFrom, to: validTo })
              : validTo
                ? t('papers/until', { day: validTo })
                : validFrom
                  ? t('papers/from', { from: validFrom })
                  : t('papers/noEnd')}
          </span>
        ),
      },
      {
        title: t('papers/note'),
        key: 'note',
        render: (_, { note }) => <span className="paper-note">{note || t('common/none')}</span>,
      },
    ];
    if (!manages) return columns;
    return [
      ...columns,
      {
        title: t('unknown/actions'),
        key: 'actions',
        render: (_, paper) => (
          <span className="row-actions">
            <Button size="small" aria-label={t('catalogue/editOf', { name: paper.number })} onClick={() => edit(paper)}>
              {t('papers/edit')}
            </Button>
            {paper.state === 'active' ? (
              <Popconfirm
                title={t('papers/withdrawAsk')}
                okText={t('papers/withdraw')}
                cancelText={t('common/cancel')}
                okButtonProps={{ danger: true }}
                onConfirm={() => move(paper, 'withdrawn')}
              >
                <Button size="small" danger>
                  {t('papers/withdraw')}
                </Button>
              </Popconfirm>
            ) : (
              <Button size="small" onClick={() => void move(paper, 'active')}>
                {t('papers/bringBack')}
              </Button>
            )}
          </span>
        ),
      },
    ];
  }, [t, i18n.language, inLanguage, message, manages, edit, done]);
}

function Subject({ paper }: { paper: PaperView }) {
  const { t } = useTranslation();
  const { kind, subject, subjectName } = paper;
  if (subject === EVERY_SUBJECT) return <b>{t('papers/everyone')}</b>;
  const words = (
    <span className="two-lines">
      <span>{subjectName ?? subject}</span>
      <code className="faint">{subject}</code>
    </span>
  );
  return kind === 'pilot_licence' ? words : <Link to={`/devices/${encodeURIComponent(subject)}`}>{words}</Link>;
}
