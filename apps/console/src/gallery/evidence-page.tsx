import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EvidencePackState, EvidencePackView } from '#contracts';
import { EVIDENCE_PACKS } from '../api/media-queries.js';
import { pagesOf } from '../api/queries.js';
import { useAddressFilter } from '../common/address-filter.js';
import { Clock } from '../common/age-text.js';
import { CopyButton } from '../common/copy-button.js';
import { PageHead } from '../common/page-head.js';
import { useInLanguage } from '../common/two-languages.js';
import { PagedTable } from '../lists/paged-table.js';
import { useOnFacts } from '../live/live-hooks.js';
import { GalleryTabs } from './gallery-tabs.js';
import { sizeText } from './size-text.js';
import '../catalogue/catalogue.css';
import './gallery.css';

const STATE_CLASS: Readonly<Record<EvidencePackState, string>> = {
  queued: 'word-off',
  building: '',
  ready: 'word-good',
  failed: 'word-bad',
};
/** Addresses of packs end after a quarter of an hour; a pack that is being made is told of by facts. */
const REFRESH = 60_000;

/** 佐证材料包: packs with their progress, their hashes, and how anybody verifies them. */
export function EvidencePage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { filter } = useAddressFilter(['task']);
  const query = useInfiniteQuery(pagesOf<EvidencePackView>(EVIDENCE_PACKS, filter, REFRESH));
  useOnFacts(
    (fact) => fact.name === 'evidence_pack.changed',
    () => void client.invalidateQueries({ queryKey: ['list', EVIDENCE_PACKS] }),
    400,
  );
  const inLanguage = useInLanguage();
  const columns = useMemo<TableProps<EvidencePackView>['columns']>(
    () => [
      {
        title: t('evidence/name'),
        key: 'title',
        render: (_, pack) => (
          <span className="two-lines pack-title">
            <b>{pack.title}</b>
            {pack.note && <span className="faint">{pack.note}</span>}
            {pack.taskId !== null && <Link to={`/tasks/${pack.taskId}`}>{pack.taskName}</Link>}
          </span>
        ),
      },
      {
        title: t('evidence/stateColumn'),
        key: 'state',
        render: (_, pack) => (
          <span className="two-lines" data-pack={pack.id} data-state={pack.state}>
            <span className={STATE_CLASS[pack.state]}>{t(`evidence/state/${pack.state}`)}</span>
            {pack.state === 'building' && (
              <span className="pack-progress number">
                <progress max={100} value={pack.progress} aria-label={pack.title} /> {pack.progress}%
              </span>
            )}
            {pack.reason && <span className="pack-reason">{inLanguage(pack.reason)}</span>}
          </span>
        ),
      },
      {
        title: t('evidence/pictures'),
        key: 'pictures',
        render: (_, { pictures }) => <span className="number">{t('evidence/count', { count: pictures })}</span>,
      },
      {
        title: t('evidence/size'),
        key: 'size',
        render: (_, { size }) =>
          size === null ? (
            <span className="faint">{t('common/none')}</span>
          ) : (
            <span className="number">{sizeText(size)}</span>
          ),
      },
      {
        title: t('evidence/hash'),
        key: 'sha256',
        render: (_, { sha256 }) =>
          sha256 === null ? (
            <span className="faint">{t('common/none')}</span>
          ) : (
            <span className="hash-row">
              <code className="hash-short" title={sha256}>
                {sha256}
              </code>
              <CopyButton text={sha256} label={`${t('common/copy')} SHA-256`} />
            </span>
          ),
      },
      {
        title: t('evidence/made'),
        key: 'made',
        render: (_, pack) => (
          <span className="two-lines">
            <Clock at={pack.finishedAt ?? pack.createdAt} />
            <span className="faint">{pack.createdBy}</span>
          </span>
        ),
      },
      {
        title: t('evidence/download'),
        key: 'download',
        render: (_, pack) =>
          pack.downloadUrl === null ? (
            <span className="faint">{t('common/none')}</span>
          ) : (
            <a className="button-link" href={pack.downloadUrl} download={pack.fileName ?? `${pack.title}.zip`}>
              {t('evidence/download')}
            </a>
          ),
      },
    ],
    [t, inLanguage],
  );
  return (
    <div className="page">
      <PageHead title={t('evidence/title')} updatedAt={query.dataUpdatedAt}>
        <GalleryTabs />
        {query.data && (
          <span className="faint number">{t('common/total', { total: query.data.pages.at(-1)?.total ?? 0 })}</span>
        )}
      </PageHead>
      <PagedTable query={query} columns={columns} rowKey={(pack) => pack.id} empty={t('evidence/empty')} />
      <section className="block verify-block" aria-labelledby="verify">
        <h2 id="verify">{t('evidence/verify')}</h2>
        <p>{t('evidence/verifyLead')}</p>
        <pre className="verify-command">npm run verify-evidence -- pack.zip</pre>
        <p className="faint">{t('evidence/verifyAlso')}</p>
      </section>
    </div>
  );
}
