import { destination, type GeoPoint } from '#geo';
import { completed, type Route, routeForDock } from '#wayline';

const LEVEL = {
  payload: 0,
  yawFrom: 'north' as const,
  mode: 'absolute' as const,
  turnPitch: true,
  turnRoll: false,
  turnYaw: false,
  roll: 0,
  yaw: 0,
  timed: false,
  duration: 0,
};

/** A round of four waypoints near a place, for the thermal aircraft of a Dock 3, without a fault. Metres, degrees. */
export function routeAround(place: GeoPoint, { radius = 300, height = 60, waypoints = 4, look = -45 } = {}): Route {
  const turn = 360 / waypoints;
  const legs = [
    {
      id: 0,
      templateId: 0,
      heights: 'above_take_off' as const,
      waypoints: Array.from({ length: waypoints }, (_, at) => ({
        ...rounded(destination(place, at * turn, radius)),
        height,
        actionGroups: [
          {
            id: at,
            from: at,
            to: at,
            order: 'one_after_another' as const,
            trigger: { kind: 'reach' as const },
            actions: [
              { id: 1, kind: 'rotate_gimbal' as const, params: { ...LEVEL, pitch: look } },
              {
                id: 2,
                kind: 'take_photo' as const,
                params: { payload: 0, suffix: `P${at}`, lenses: ['wide' as const] },
              },
            ],
          },
        ],
      })),
    },
  ];
  const draft: Route = { mission: { payloads: [] }, legs, templates: [], resources: [] };
  return routeForDock(completed(draft), { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' });
}

/** As a file holds it: to a hundred-millionth of a degree. */
function rounded({ longitude, latitude }: GeoPoint): GeoPoint {
  return { longitude: Number(longitude.toFixed(8)), latitude: Number(latitude.toFixed(8)) };
}
