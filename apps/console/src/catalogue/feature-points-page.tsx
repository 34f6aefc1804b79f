import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { FEATURE_POINT_CLASSES, type FeaturePointView } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { Age } from '../common/age-text.js';
import { PageHead } from '../common/page-head.js';
import { useInLanguage } from '../common/two-languages.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PagedTable } from '../lists/paged-table.js';
import { CatalogueStateWord, DemonstrationTag, TagList } from './catalogue-words.js';
import { FeaturePointDialog } from './feature-point-dialog.js';
import { FeaturePointFilters, POINT_FILTERS } from './feature-point-filters.js';
import { SheetMenu } from './sheet-menu.js';
import './catalogue.css';

const PATH = '/api/v1/feature-points';

/** 特色点位: the places of the county that are worth a picture again and again. */
export function FeaturePointsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { filter, change } = useAddressFilter(POINT_FILTERS);
  const options = pagesOf<FeaturePointView>(PATH, filter);
  const query = useInfiniteQuery(options);
  const [adding, setAdding] = useState(false);
  const manages = session.can('points.manage');
  const renew = () => void client.invalidateQueries({ queryKey: ['list', PATH] });
  useOnFacts((fact) => fact.name.startsWith('feature_point.'), renew);
  const columns = useColumns((tag) => change('tag', tag));
  const pages = query.data?.pages ?? [];
  const narrowed = Object.values(filter).some(Boolean);

  return (
    <div className="page">
      <PageHead title={t('points/title')} updatedAt={query.dataUpdatedAt}>
        {pages.length > 0 && (
          <span className="faint number">{t('common/total', { total: pages.at(-1)?.total ?? 0 })}</span>
        )}
        <span className="top-space" />
        <SheetMenu
          path={PATH}
          what={t('points/title')}
          file="feature-points"
          filter={filter}
          canImport={manages}
          done={renew}
        />
        {manages && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('points/add')}
          </Button>
        )}
      </PageHead>
      <FeaturePointFilters filter={filter} change={change} rows={pages.flatMap((page) => page.items)} />
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(point) => point.id}
        empty={narrowed ? t('points/noMatch') : t('points/empty')}
      />
      {adding && (
        <FeaturePointDialog
          point={null}
          close={() => setAdding(false)}
          done={(saved) => {
            renew();
            void navigate(`/feature-points/${saved.id}`);
          }}
        />
      )}
    </div>
  );
}

function useColumns(openTag: (tag: string) => void): TableProps<FeaturePointView>['columns'] {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return useMemo(
    () => [
      { title: t('catalogue/code'), width: 110, render: (_, point) => <code>{point.code}</code> },
      {
        title: t('catalogue/name'),
        render: (_, point) => (
          <>
            <Link to={`/feature-points/${point.id}`} className="strong-link">
              {point.name}
            </Link>
            <DemonstrationTag shown={point.demonstration} />
          </>
        ),
      },
      { title: t('points/class'), render: (_, point) => inLanguage(FEATURE_POINT_CLASSES[point.class]) },
      { title: t('catalogue/town'), dataIndex: 'townName' },
      {
        title: t('catalogue/village'),
        render: (_, point) => point.villageName ?? <span className="faint">{t('points/whole')}</span>,
      },
      {
        title: t('points/profile'),
        render: (_, { profile }) =>
          profile ? (
            <>
              {t(`points/profileKind/${profile.kind}`)}{' '}
              <span className="faint">
                {t('points/naturalVillageCount', { count: profile.naturalVillages.length })}
              </span>
            </>
          ) : (
            <span className="faint">{t('common/none')}</span>
          ),
      },
      {
        title: t('points/poses'),
        render: (_, { poses }) => <span className="number">{t('points/poseCount', { count: poses.length })}</span>,
      },
      { title: t('catalogue/tags'), render: (_, { tags }) => <TagList tags={tags} open={openTag} /> },
      { title: t('catalogue/stateColumn'), render: (_, { state }) => <CatalogueStateWord state={state} /> },
      { title: t('catalogue/updated'), width: 110, render: (_, { updatedAt }) => <Age at={updatedAt} /> },
    ],
    [t, inLanguage, openTag],
  );
}
