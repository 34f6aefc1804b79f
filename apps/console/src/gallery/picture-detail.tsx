import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaView } from '#contracts';
import { mediaQueries } from '../api/media-queries.js';
import { QueryStates } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import { PicturePane } from './picture-pane.js';

/** One picture large, with its neighbours by arrow keys; Escape goes back to the grid. */
export function PictureDetail({
  id,
  pictures,
  open,
  close,
}: {
  id: string;
  /** As the grid shows them. */
  pictures: readonly MediaView[];
  open: (id: string) => void;
  close: () => void;
}) {
  const { t } = useTranslation();
  const at = pictures.findIndex((one) => one.id === id);
  const held = pictures[at];
  const query = useQuery({ ...mediaQueries.one(id), ...(held ? { placeholderData: held } : {}) });
  const [before, after] = [pictures[at - 1]?.id, at < 0 ? undefined : pictures[at + 1]?.id];
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (target.closest('input, textarea, select, [role="dialog"], [role="combobox"], .map-holder, video')) return;
      if (event.key === 'ArrowLeft' && before) open(before);
      else if (event.key === 'ArrowRight' && after) open(after);
      else if (event.key === 'Escape') close();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [before, after, open, close]);
  const media = query.data;
  return (
    <section className="picture-detail" aria-label={t('gallery/detail')}>
      <div className="picture-detail-head">
        <Button size="small" onClick={close}>
          {t('gallery/close')}
        </Button>
        <b className="one-name">{media?.name ?? ''}</b>
        {at >= 0 && (
          <span className="faint number">
            {at + 1} / {pictures.length}
          </span>
        )}
        <span className="top-space" />
        <Button
          size="small"
          disabled={!before}
          aria-label={t('gallery/previous')}
          onClick={() => before && open(before)}
        >
          <Icon name="back" size={14} />
        </Button>
        <Button size="small" disabled={!after} aria-label={t('gallery/next')} onClick={() => after && open(after)}>
          <span className="turned">
            <Icon name="back" size={14} />
          </span>
        </Button>
        {media?.originalUrl && (
          <a className="button-link" href={media.originalUrl} download={media.name}>
            {t('gallery/download')}
          </a>
        )}
      </div>
      <QueryStates query={query}>{media && <PicturePane key={media.id} media={media} />}</QueryStates>
    </section>
  );
}
