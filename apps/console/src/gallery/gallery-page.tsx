import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { MediaView } from '#contracts';
import { MEDIA } from '../api/media-queries.js';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useOnFacts } from '../live/live-hooks.js';
import { GALLERY_FILTERS, GalleryFilters, mediaQueryOf } from './gallery-filters.js';
import { GallerySide } from './gallery-side.js';
import { GalleryTabs } from './gallery-tabs.js';
import { PictureDetail } from './picture-detail.js';
import { PictureGrid } from './picture-grid.js';
import '../catalogue/catalogue.css';
import '../routes/routes.css';
import '../tasks/tasks.css';
import './gallery.css';

const EvidenceDialog = lazy(async () => ({ default: (await import('./evidence-dialog.js')).EvidenceDialog }));

/** Pictures of one request. */
const PAGE = 200;

/** 图库: what the drones took, by day, with the map beside; one picture large; chosen ones become an evidence pack. */
export function GalleryPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { filter, change } = useAddressFilter(GALLERY_FILTERS);
  const [parameters, setParameters] = useSearchParams();
  const openId = parameters.get('picture');
  const mapShown = parameters.get('map') !== 'off';
  const question = JSON.stringify(filter);
  const query = useInfiniteQuery(pagesOf<MediaView>(MEDIA, { ...mediaQueryOf(filter), limit: PAGE }, false));
  const pages = query.data?.pages;
  const pictures = useMemo(() => (pages ?? []).flatMap((page) => page.items), [pages]);
  const total = pages?.at(-1)?.total ?? 0;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [packing, setPacking] = useState(false);
  const [unseen, setUnseen] = useState(false);

  const renew = () => {
    setUnseen(false);
    void client.resetQueries({ queryKey: ['list', MEDIA] });
  };
  useOnFacts(
    (fact) => fact.name === 'media.ingested',
    () => {
      // Whoever has scrolled far is not pulled away, and does not fetch everything again unasked.
      if ((pages?.length ?? 0) > 1 || openId !== null) setUnseen(true);
      else void client.invalidateQueries({ queryKey: ['list', MEDIA] });
    },
  );
  const setParameter = useCallback(
    (name: string, value: string | null) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const open = useCallback((id: string) => setParameter('picture', id), [setParameter]);
  const close = useCallback(() => setParameter('picture', null), [setParameter]);
  const choose = useCallback(
    (ids: readonly string[], on: boolean) =>
      setChosen((before) => {
        const next = new Set(before);
        for (const id of ids) {
          if (on) next.add(id);
          else next.delete(id);
        }
        return next;
      }),
    [],
  );
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const packs = session.can('evidence.manage');
  const narrowed = Object.values(filter).some(Boolean);

  return (
    <div className="page page-gallery">
      <PageHead title={t('gallery/title')} updatedAt={query.dataUpdatedAt}>
        <GalleryTabs />
        {pages && <span className="faint number">{t('common/total', { total })}</span>}
        {unseen && (
          <Button size="small" onClick={renew}>
            {t('gallery/newPictures')}
          </Button>
        )}
        <span className="top-space" />
        <Button onClick={() => setParameter('map', mapShown ? 'off' : null)} aria-pressed={mapShown}>
          {mapShown ? t('gallery/hideMap') : t('gallery/showMap')}
        </Button>
      </PageHead>
      <GalleryFilters filter={filter} change={change} />
      {chosen.size > 0 && (
        <div className="selection-bar">
          <b className="number">{t('gallery/chosen', { count: chosen.size })}</b>
          <Button size="small" type="primary" onClick={() => setPacking(true)}>
            {t('gallery/makePack')}
          </Button>
          <Button size="small" onClick={() => setChosen(new Set())}>
            {t('gallery/chosenNone')}
          </Button>
        </div>
      )}
      <div className={mapShown || openId !== null ? 'gallery gallery-beside' : 'gallery'}>
        <div className="gallery-main">
          {/* It stays while one picture lies over it, so that the way back leads to the same place. */}
          <div className={openId === null ? 'gallery-rows' : 'gallery-rows gallery-under'} inert={openId !== null}>
            <QueryStates
              query={query}
              empty={pictures.length === 0 ? (narrowed ? t('gallery/noMatch') : t('gallery/empty')) : undefined}
            >
              <PictureGrid
                pictures={pictures}
                open={open}
                openId={openId}
                chosen={chosen}
                {...(packs ? { choose } : {})}
                more={more}
                foot={
                  <p className="grid-foot faint number" role="status">
                    {isFetchingNextPage
                      ? t('gallery/loadingMore')
                      : t('gallery/loadedOf', { shown: pictures.length, total })}
                    {isFetchNextPageError && (
                      <Button size="small" onClick={() => void fetchNextPage()}>
                        {t('common/retry')}
                      </Button>
                    )}
                  </p>
                }
              />
            </QueryStates>
          </div>
          {openId !== null && <PictureDetail id={openId} pictures={pictures} open={open} close={close} />}
        </div>
        {(mapShown || openId !== null) && (
          <PartBoundary>
            <GallerySide
              id={openId}
              pictures={pictures}
              open={open}
              question={question}
              mapShown={mapShown}
              only={(bbox) => change('bbox', bbox)}
            />
          </PartBoundary>
        )}
      </div>
      <Suspense>
        {packing && (
          <EvidenceDialog
            of={{ mediaIds: [...chosen] }}
            close={() => setPacking(false)}
            done={() => setChosen(new Set())}
          />
        )}
      </Suspense>
    </div>
  );
}
