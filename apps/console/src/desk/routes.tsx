import { createBrowserRouter } from 'react-router';
import { Loading } from '../common/data-states.js';
import { Shell } from './shell.js';
import { Lost } from './lost.js';
import { MorningSheet } from './morning-sheet.js';
import { Gate } from './gate.js';
import { RequirePermission } from './require-permission.js';

/** The desk's pages. What few people open, and the map engine, are fetched when they are opened. */
export const router = createBrowserRouter([
  {
    element: (
      <Gate>
        <Shell />
      </Gate>
    ),
    hydrateFallbackElement: <Loading />,
    errorElement: <Lost fault />,
    children: [
      { index: true, element: <MorningSheet /> },
      {
        path: 'map',
        lazy: async () => ({ Component: (await import('../map/map-page.js')).MapPage }),
      },
      {
        path: 'docks',
        lazy: async () => ({ Component: (await import('../dock/docks-page.js')).DocksPage }),
      },
      {
        path: 'docks/:sn',
        lazy: async () => ({ Component: (await import('../dock/dock-page.js')).DockPage }),
      },
      {
        path: 'devices',
        lazy: async () => ({ Component: (await import('../lists/devices-page.js')).DevicesPage }),
      },
      {
        path: 'devices/:sn',
        lazy: async () => ({ Component: (await import('../device/device-page.js')).DevicePage }),
      },
      {
        element: <RequirePermission permission="events.read" />,
        children: [
          { path: 'events', lazy: async () => ({ Component: (await import('../lists/events-page.js')).EventsPage }) },
        ],
      },
      {
        element: <RequirePermission permission="routes.read" />,
        children: [
          { path: 'routes', lazy: async () => ({ Component: (await import('../routes/routes-page.js')).RoutesPage }) },
          {
            path: 'routes/:key',
            lazy: async () => ({ Component: (await import('../routes/route-page.js')).RoutePage }),
          },
          {
            path: 'coverage',
            lazy: async () => ({ Component: (await import('../coverage/coverage-page.js')).CoveragePage }),
          },
          {
            path: 'airspace',
            lazy: async () => ({ Component: (await import('../airspace/airspace-page.js')).AirspacePage }),
          },
        ],
      },
      {
        element: <RequirePermission permission="tasks.read" />,
        children: [
          { path: 'plans', lazy: async () => ({ Component: (await import('../plans/plans-page.js')).PlansPage }) },
          {
            path: 'proposal',
            lazy: async () => ({ Component: (await import('../plans/proposal-page.js')).ProposalPage }),
          },
          {
            path: 'schedule',
            lazy: async () => ({ Component: (await import('../plans/schedule-page.js')).SchedulePage }),
          },
          { path: 'tasks', lazy: async () => ({ Component: (await import('../tasks/tasks-page.js')).TasksPage }) },
          { path: 'papers', lazy: async () => ({ Component: (await import('../papers/papers-page.js')).PapersPage }) },
          { path: 'tasks/:id', lazy: async () => ({ Component: (await import('../tasks/task-page.js')).TaskPage }) },
        ],
      },
      {
        element: <RequirePermission permission="media.read" />,
        children: [
          {
            path: 'gallery',
            lazy: async () => ({ Component: (await import('../gallery/gallery-page.js')).GalleryPage }),
          },
          {
            path: 'evidence',
            lazy: async () => ({ Component: (await import('../gallery/evidence-page.js')).EvidencePage }),
          },
          {
            path: 'feature-points/:key/compare',
            lazy: async () => ({ Component: (await import('../gallery/compare-page.js')).ComparePage }),
          },
        ],
      },
      {
        element: <RequirePermission permission="points.read" />,
        children: [
          {
            path: 'feature-points',
            lazy: async () => ({ Component: (await import('../catalogue/feature-points-page.js')).FeaturePointsPage }),
          },
          {
            path: 'feature-points/:key',
            lazy: async () => ({ Component: (await import('../catalogue/feature-point-page.js')).FeaturePointPage }),
          },
          {
            path: 'scenarios',
            lazy: async () => ({ Component: (await import('../catalogue/scenarios-page.js')).ScenariosPage }),
          },
          {
            path: 'scenarios/:key',
            lazy: async () => ({ Component: (await import('../catalogue/scenario-page.js')).ScenarioPage }),
          },
        ],
      },
      {
        element: <RequirePermission permission="devices.manage" />,
        children: [
          {
            path: 'unknown-devices',
            lazy: async () => ({ Component: (await import('../lists/unknown-devices-page.js')).UnknownDevicesPage }),
          },
        ],
      },
      {
        element: <RequirePermission permission="routes.manage" />,
        children: [
          {
            path: 'routes/:key/edit',
            lazy: async () => ({ Component: (await import('../route-editor/editor-page.js')).EditorPage }),
          },
        ],
      },
      {
        element: <RequirePermission permission="join_codes.manage" />,
        children: [
          { path: 'guests', lazy: async () => ({ Component: (await import('../lists/guests-page.js')).GuestsPage }) },
        ],
      },
      {
        element: <RequirePermission permission="users.read" />,
        children: [
          { path: 'users', lazy: async () => ({ Component: (await import('../lists/users-page.js')).UsersPage }) },
        ],
      },
      {
        element: <RequirePermission permission="protocol.read" />,
        children: [
          {
            path: 'protocol',
            lazy: async () => ({ Component: (await import('../lists/protocol-notes-page.js')).ProtocolNotesPage }),
          },
        ],
      },
      { path: 'about', lazy: async () => ({ Component: (await import('../lists/about-page.js')).AboutPage }) },
      { path: '*', element: <Lost /> },
    ],
  },
]);
