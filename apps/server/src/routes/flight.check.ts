import { type AreaGeometry, type ElevationSource, type GeoPoint } from '#geo';
import { type Route, validateRoute } from '#wayline';
import { type RouteFindingView, type RouteReportView } from '#contracts';

export interface FlightContext {
  dock?: {
    sn: string;
    name: string;
    place: GeoPoint | null;
    modelKey: string | null;
    aircraftModelKey: string | null;
    distanceLimit: number;
    heightLimit: number;
  };
  county?: AreaGeometry;
  airspace: readonly { id: string }[];
  terrain: ElevationSource;
  settings: { ceilingMetres: number; clearanceMetres: number; reservePercent: number; windSpeed: number };
  now: Date;
}

export const FLIGHT_SETTINGS = { ceilingMetres: 120, clearanceMetres: 20, reservePercent: 30, windSpeed: 5 };

/** Stands in until the whole check is there. */
export function checkRoute(
  route: Route,
  context: FlightContext,
): Pick<RouteReportView, 'estimate' | 'highest'> & { findings: RouteFindingView[] } {
  const { dock } = context;
  const findings = validateRoute(route, {
    dockModelKey: dock?.modelKey ?? '',
    ...(dock?.aircraftModelKey && { aircraftModelKey: dock.aircraftModelKey }),
  });
  return { findings, estimate: null, highest: null };
}
