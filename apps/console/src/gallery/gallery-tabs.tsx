import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import '../plans/plans.css';

const PLACES = [
  { to: '/gallery', key: 'pictures' },
  { to: '/evidence', key: 'packs' },
] as const;

/** Pictures, and the packs that were made of them. */
export function GalleryTabs() {
  const { t } = useTranslation();
  return (
    <nav className="planning-tabs" aria-label={t('gallery/tabs')}>
      {PLACES.map(({ to, key }) => (
        <NavLink key={key} to={to}>
          {t(`gallery/tab/${key}`)}
        </NavLink>
      ))}
    </nav>
  );
}
