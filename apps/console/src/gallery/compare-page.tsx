import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { PointVisit } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { mediaQueries } from '../api/media-queries.js';
import { useAddressFilter } from '../common/address-filter.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { CompareView, COMPARE_WAYS, type CompareWay } from './compare-view.js';
import { PairList } from './pair-list.js';
import { pairsOf } from './picture-pairs.js';
import { VisitTimeline, visitKey } from './visit-timeline.js';
import './gallery.css';
import './compare.css';

/** Two visits of one feature point, picture beside picture of the same waypoint or pose. */
export function ComparePage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const point = useQuery(catalogue.featurePoint(key));
  const id = point.data?.id;
  const query = useQuery({ ...mediaQueries.visits(id ?? ''), enabled: id !== undefined });
  const name = point.data?.name ?? key;
  return (
    <div className="page page-compare">
      <PageHead title={t('compare/title', { name })} updatedAt={query.dataUpdatedAt}>
        <span className="top-space" />
        <Link to={`/feature-points/${key}`}>{t('compare/back')}</Link>
      </PageHead>
      <QueryStates query={point}>
        <QueryStates query={query}>{query.data && <Comparison visits={query.data.items} />}</QueryStates>
      </QueryStates>
    </div>
  );
}

/** `visits` are newest first. */
function Comparison({ visits }: { visits: readonly PointVisit[] }) {
  const { t } = useTranslation();
  const { filter, changeAll } = useAddressFilter(['left', 'right', 'pair', 'way']);
  if (visits.length < 2) return <Empty>{visits.length === 0 ? t('compare/none') : t('compare/needTwo')}</Empty>;
  // A link may name a visit or one of its pictures.
  const visitOf = (member: string | null) =>
    visits.find((visit) => visitKey(visit) === member || visit.items.some((item) => item.id === member));
  const right = visitOf(filter.right) ?? visits.find((visit) => visit !== visitOf(filter.left))!;
  const left = visitOf(filter.left) ?? visits[visits.indexOf(right) + 1] ?? visits.find((visit) => visit !== right)!;
  const pairs = pairsOf(left.items, right.items);
  const wanted = filter.pair ?? filter.right;
  const pair = pairs.find((one) => one.left.id === wanted || one.right.id === wanted) ?? pairs[0];
  const way = COMPARE_WAYS.find((one) => one === filter.way) ?? 'side';
  return (
    <>
      <VisitTimeline
        visits={visits}
        left={left}
        right={right}
        choose={(side, visit) => {
          const chosen = visitKey(visit);
          const other = side === 'left' ? right : left;
          // The same visit on both sides: they change places.
          const moved = visit === other ? visitKey(side === 'left' ? left : right) : visitKey(other);
          changeAll(
            side === 'left' ? { left: chosen, right: moved, pair: null } : { left: moved, right: chosen, pair: null },
          );
        }}
      />
      <div className="compare-bar">
        <Segmented<CompareWay>
          aria-label={t('compare/way')}
          value={way}
          onChange={(next) => changeAll({ way: next })}
          options={COMPARE_WAYS.map((one) => ({ value: one, label: t(`compare/${one}`) }))}
        />
        <Button
          size="small"
          onClick={() => changeAll({ left: visitKey(right), right: visitKey(left), pair: pair?.left.id ?? null })}
        >
          {t('compare/swap')}
        </Button>
        {pair && (
          <span className="faint number" data-by={pair.by}>
            {t(`compare/by/${pair.by}`)}
            {pair.metres !== null && ` · ${t('compare/apart', { metres: pair.metres.toFixed(1) })}`}
            {pair.degrees !== null && ` · ${t('compare/turned', { degrees: pair.degrees.toFixed(1) })}`}
          </span>
        )}
      </div>
      {pair?.by === 'none' && <p className="compare-warning">{t('compare/noneAlike')}</p>}
      {pair && (
        <div className="compare-body">
          <CompareView key={`${pair.left.id} ${pair.right.id}`} pair={pair} way={way} />
          {pairs.length > 1 && (
            <PairList pairs={pairs} shown={pair} choose={(one) => changeAll({ pair: one.left.id })} />
          )}
        </div>
      )}
    </>
  );
}
