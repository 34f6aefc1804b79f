import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigation } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.js';
import { Loading } from '../common/data-states.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useNow } from '../common/clock.js';
import { clockTime } from '../common/age.js';
import { AccountMenu } from './account-menu.js';
import { LanguageSwitch } from './language-switch.js';
import { LiveBadge } from './live-badge.js';
import { Navigation } from './navigation.js';

/** The frame around every page: where one can go, how fresh the data is, who is signed in. */
export function Shell() {
  const { t, i18n } = useTranslation();
  const location = useLocation();
  const moving = useNavigation().state !== 'idle';
  const county = useQuery(queries.county());
  const countyName = i18n.language === 'en' ? (county.data?.nameEn ?? county.data?.name) : county.data?.name;
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="top">
        <span className="top-mark">
          <img src="/mark.svg" width="22" height="22" alt="" />
          <b>{t('product')}</b>
          {countyName && <span className="top-county">{countyName}</span>}
        </span>
        <LiveBadge />
        <span className="top-space" />
        <WallClock />
        <LanguageSwitch />
        <AccountMenu />
      </header>
      <Navigation />
      <main id="main" className="main" tabIndex={0} aria-busy={moving}>
        <PartBoundary key={location.pathname}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </PartBoundary>
      </main>
    </div>
  );
}

function WallClock() {
  const now = useNow();
  return <span className="top-clock number">{clockTime(now, now)}</span>;
}
