import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

const PLACES = [
  { to: '/schedule', key: 'schedule' },
  { to: '/proposal', key: 'proposal' },
  { to: '/plans', key: 'plans' },
] as const;

/** The three views of what is going to be flown. */
export function PlanningTabs() {
  const { t } = useTranslation();
  return (
    <nav className="planning-tabs" aria-label={t('plans/tabs')}>
      {PLACES.map(({ to, key }) => (
        <NavLink key={key} to={to}>
          {t(`plans/tab/${key}`)}
        </NavLink>
      ))}
    </nav>
  );
}
