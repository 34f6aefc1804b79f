import { useTranslation } from 'react-i18next';
import type { CatalogueState } from '#contracts';
import { Clock } from '../common/age-text.js';

/** Whether a thing of the catalogue is in use, as a word. */
export function CatalogueStateWord({ state }: { state: CatalogueState }) {
  const { t } = useTranslation();
  return <span className={state === 'active' ? 'word-good' : 'word-off'}>{t(`catalogue/state/${state}`)}</span>;
}

/** Says that a thing came with the sample county. */
export function DemonstrationTag({ shown }: { shown: boolean }) {
  const { t } = useTranslation();
  if (!shown) return null;
  return (
    <span className="tag-estimated" title={t('catalogue/demonstrationHelp')}>
      {t('catalogue/demonstration')}
    </span>
  );
}

/** Free words in a row. */
export function TagList({ tags, open }: { tags: readonly string[]; open?: (tag: string) => void }) {
  const { t } = useTranslation();
  if (tags.length === 0) return <span className="faint">{t('common/none')}</span>;
  return (
    <span className="tag-list">
      {tags.map((tag) =>
        open ? (
          <button key={tag} type="button" className="tag-word" onClick={() => open(tag)}>
            {tag}
          </button>
        ) : (
          <span key={tag} className="tag-word">
            {tag}
          </span>
        ),
      )}
    </span>
  );
}

/** When a thing was changed last, and by whom. */
export function LastChange({ at, by, version }: { at: string; by: string | null; version: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Clock at={at} />{' '}
      <span className="faint">
        {by === null ? t('catalogue/seeded') : t('catalogue/updatedBy', { who: by })} ·{' '}
        {t('catalogue/version', { version })}
      </span>
    </>
  );
}
