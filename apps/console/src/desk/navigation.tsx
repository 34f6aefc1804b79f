import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import type { Permission } from '#contracts';
import { session } from '../api/session.js';
import { Icon } from '../common/icons.js';

interface Place {
  name:
    | 'morning'
    | 'map'
    | 'devices'
    | 'docks'
    | 'planning'
    | 'tasks'
    | 'gallery'
    | 'papers'
    | 'routes'
    | 'points'
    | 'scenarios'
    | 'coverage'
    | 'airspace'
    | 'events'
    | 'unknown'
    | 'guests'
    | 'users'
    | 'protocol'
    | 'about';
  to: string;
  /** Further pages that are part of it. */
  also?: readonly string[];
  needs?: Permission;
  /** Stays visible on a phone; the others wait behind one button. */
  first?: boolean;
}

const PLACES: readonly Place[] = [
  { name: 'morning', to: '/', first: true },
  { name: 'map', to: '/map', first: true },
  { name: 'devices', to: '/devices', first: true },
  { name: 'docks', to: '/docks' },
  { name: 'tasks', to: '/tasks', needs: 'tasks.read' },
  { name: 'gallery', to: '/gallery', needs: 'media.read' },
  { name: 'papers', to: '/papers', needs: 'tasks.read' },
  { name: 'planning', to: '/schedule', also: ['/proposal', '/plans'], needs: 'tasks.read' },
  { name: 'routes', to: '/routes', needs: 'routes.read' },
  { name: 'coverage', to: '/coverage', needs: 'routes.read' },
  { name: 'airspace', to: '/airspace', needs: 'routes.read' },
  { name: 'points', to: '/feature-points', needs: 'points.read' },
  { name: 'scenarios', to: '/scenarios', needs: 'points.read' },
  { name: 'events', to: '/events', needs: 'events.read', first: true },
  { name: 'unknown', to: '/unknown-devices', needs: 'devices.manage' },
  { name: 'guests', to: '/guests', needs: 'join_codes.manage' },
  { name: 'users', to: '/users', needs: 'users.read' },
  { name: 'protocol', to: '/protocol', needs: 'protocol.read' },
  { name: 'about', to: '/about' },
];

/** A rail on a desk, a bar at the bottom on a phone. */
export function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [pathname]);
  const places = PLACES.filter((place) => place.needs === undefined || session.can(place.needs));
  return (
    <nav className={open ? 'rail rail-open' : 'rail'} aria-label={t('nav/label')}>
      <ul>
        {places.map((place) => (
          <li key={place.name} className={place.first ? undefined : 'rail-later'}>
            <NavLink
              to={place.to}
              end={place.to === '/'}
              className={({ isActive }) => (isActive || place.also?.includes(pathname) ? 'active' : undefined)}
            >
              <Icon name={place.name} />
              <span>{t(`nav/${place.name}`)}</span>
            </NavLink>
          </li>
        ))}
        <li className="rail-more">
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="more" />
            <span>{t('nav/more')}</span>
          </button>
        </li>
      </ul>
    </nav>
  );
}
