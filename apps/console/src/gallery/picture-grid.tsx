import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaView } from '#contracts';
import { dayOf } from '../common/local-time.js';
import { layOut, rowOf, rowsInSight, stepFrom } from './picture-rows.js';
import { PictureTile } from './picture-tile.js';

const TILE_WIDTH = 164;
const GAP = 10;
const CAPTION = 44;
const HEAD_HEIGHT = 38;
/** Drawn beyond what is in sight, CSS pixels. */
const MARGIN = 300;
/** The next page is asked for when so much is left below, CSS pixels. */
const AHEAD = 1600;
/** Pictures are fetched when the reader has come to rest, milliseconds. */
const REST = 90;

/** Pictures by day, of which only what is in sight is drawn, and fetched when scrolling has come to rest. */
export function PictureGrid({
  pictures,
  open,
  openId,
  chosen,
  choose,
  more,
  foot,
}: {
  /** Newest first. */
  pictures: readonly MediaView[];
  open: (id: string) => void;
  openId: string | null;
  chosen: ReadonlySet<string>;
  /** Left out: nothing can be chosen. */
  choose?: (ids: readonly string[], chosen: boolean) => void;
  /** Asked for the next page. */
  more: () => void;
  foot: ReactNode;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 900, height: 600 });
  const [top, setTop] = useState(0);
  const [atRest, setAtRest] = useState(true);
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  const last = useRef(0);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setAtRest(true), REST);
    return () => clearTimeout(timer);
  }, [top]);

  const columns = Math.max(1, Math.floor((width + GAP) / (TILE_WIDTH + GAP)));
  const tileWidth = (width - GAP * (columns - 1)) / columns;
  const rowHeight = Math.round(tileWidth * 0.75) + CAPTION + GAP;
  const days = useMemo(() => pictures.map(({ takenAt }) => dayOf(Date.parse(takenAt))), [pictures]);
  const layout = useMemo(
    () => layOut(days, { columns, rowHeight, headHeight: HEAD_HEIGHT }),
    [days, columns, rowHeight],
  );
  const rows = rowsInSight(layout, top - MARGIN, top + height + MARGIN);
  useEffect(() => {
    if (layout.height - top - height < AHEAD) more();
  }, [layout.height, top, height, more]);

  const show = (index: number) => {
    const element = box.current;
    const row = rowOf(layout, index);
    if (!element || !row) return;
    if (row.top - HEAD_HEIGHT < element.scrollTop) element.scrollTop = row.top - HEAD_HEIGHT;
    const below = row.top + row.height - element.clientHeight;
    if (below > element.scrollTop) element.scrollTop = below;
  };
  const openAt = openId === null ? -1 : pictures.findIndex(({ id }) => id === openId);
  useEffect(() => {
    if (openAt < 0) return;
    setActive(openAt);
    show(openAt);
    // Only a new choice scrolls: pictures that come must not pull the grid away from its reader.
  }, [openId, openAt < 0, columns]);
  useEffect(() => {
    if (wanted.current === null) return;
    box.current?.querySelector<HTMLElement>(`[data-picture="${wanted.current}"]`)?.focus({ preventScroll: true });
    wanted.current = null;
  });

  const walk = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).dataset['picture']) return;
    const next = stepFrom(layout, active, event.key);
    if (next === undefined) return;
    event.preventDefault();
    wanted.current = next;
    setActive(next);
    show(next);
  };
  const chooseOne = useMemo(() => {
    if (!choose) return undefined;
    return (index: number, on: boolean, range: boolean) => {
      const [from, to] = range ? [Math.min(index, last.current), Math.max(index, last.current)] : [index, index];
      last.current = index;
      choose(
        pictures.slice(from, to + 1).flatMap(({ id, sha256 }) => (sha256 === null ? [] : [id])),
        on,
      );
    };
  }, [choose, pictures]);
  const drawn = rows.flatMap((row) => (row.kind === 'pictures' ? [row] : []));
  const stop = drawn.some((row) => row.from <= active && active < row.to) ? active : (drawn[0]?.from ?? 0);

  return (
    <div
      ref={box}
      className="picture-grid"
      role="region"
      aria-label={t('gallery/grid')}
      data-loaded={pictures.length}
      onScroll={(event) => {
        setAtRest(false);
        setTop(event.currentTarget.scrollTop);
      }}
      onKeyDown={walk}
      onFocus={({ target }) => {
        const at = Number(target.dataset['picture']);
        if (target.dataset['picture'] && at !== active) setActive(at);
      }}
    >
      <div style={{ height: layout.height, position: 'relative' }}>
        {rows.map((row) =>
          row.kind === 'day' ? (
            <h2 key={row.day} className="day-head" style={{ top: row.top, height: row.height }}>
              <span className="number">{row.day}</span>
              <span className="faint number">{t('gallery/dayCount', { count: row.to - row.from })}</span>
              {choose && (
                <button
                  type="button"
                  className="link-button"
                  onClick={() =>
                    choose(
                      pictures.slice(row.from, row.to).flatMap(({ id, sha256 }) => (sha256 === null ? [] : [id])),
                      true,
                    )
                  }
                >
                  {t('gallery/chooseDay')}
                </button>
              )}
            </h2>
          ) : (
            <div
              key={`row ${row.from}`}
              className="tile-row"
              style={{
                top: row.top,
                height: row.height - GAP,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              }}
            >
              {pictures.slice(row.from, row.to).map((media, offset) => (
                <PictureTile
                  key={media.id}
                  media={media}
                  index={row.from + offset}
                  fetchPicture={atRest}
                  inTabOrder={row.from + offset === stop}
                  open={open}
                  isOpen={media.id === openId}
                  chosen={chosen.has(media.id)}
                  choose={chooseOne}
                />
              ))}
            </div>
          ),
        )}
      </div>
      {foot}
    </div>
  );
}
