import { type RouteEstimateView, type RouteQuery, type RouteView } from '#contracts';
import { Scope } from '../auth/scope.js';

/** A query without its page. */
export type RouteFilter = Omit<RouteQuery, 'limit' | 'cursor'>;

/** A row of a route with what is shown beside it. */
export interface RouteRow {
  id: string;
  code: string;
  name: string;
  role: RouteView['role'];
  partner_id: string | null;
  partner_code: string;
  partner_name: string;
  home_dock_sn: string | null;
  dock_name: string | null;
  division_code: string;
  division_name: string;
  division_path: string;
  points: RouteView['featurePoints'] | null;
  scenarios: RouteView['scenarios'] | null;
  tags: string[];
  state: RouteView['state'];
  approved: number | null;
  latest: number | null;
  shown: number | null;
  waypoints: number;
  estimate: RouteEstimateView | null;
  errors: number;
  warnings: number;
  md5: string;
  bbox: number[] | null;
  thumbnail: string | null;
  demonstration: boolean;
  favourite: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string | null;
}

/** What a route is listed by. */
export const ROUTE_FILTER_TABLES = `routes r JOIN divisions d ON d.code = r.division_code
  LEFT JOIN divisions town ON town.code = split_part(d.path, '/', 2)
  LEFT JOIN devices dock ON dock.sn = r.home_dock_sn`;

/** What a route is shown with: beside the former its partner and the version that counts. */
export const ROUTE_TABLES = `${ROUTE_FILTER_TABLES}
  LEFT JOIN routes partner ON partner.id = r.partner_id
  LEFT JOIN LATERAL (SELECT max(number) AS latest, max(number) FILTER (WHERE state = 'approved') AS approved
    FROM route_versions WHERE route_id = r.id) numbers ON true
  LEFT JOIN route_versions v ON v.route_id = r.id AND v.number = coalesce(numbers.approved, numbers.latest)`;

/** Columns of {@link RouteRow}; `user` is the parameter with the id of whoever asks, or null. */
export function routeColumns(user: string): string {
  return `r.id, r.code, r.name, r.role, r.partner_id, partner.code AS partner_code, partner.name AS partner_name,
    r.home_dock_sn, dock.name AS dock_name, r.division_code, d.name AS division_name, d.path AS division_path, r.tags, r.state,
    r.demonstration, r.version, r.created_at, r.updated_at, r.updated_by, numbers.approved, numbers.latest,
    v.number AS shown, v.waypoints, v.md5, v.bbox, v.thumbnail, v.report -> 'estimate' AS estimate,
    (v.report ->> 'errors')::int AS errors, (v.report ->> 'warnings')::int AS warnings,
    (SELECT json_agg(json_build_object('code', p.code, 'name', p.name) ORDER BY lower(p.code))
     FROM route_points aim JOIN feature_points p ON p.id = aim.point_id WHERE aim.route_id = r.id) AS points,
    (SELECT json_agg(json_build_object('code', s.code, 'name', s.name) ORDER BY lower(s.code))
     FROM route_scenarios aim JOIN scenarios s ON s.id = aim.scenario_id WHERE aim.route_id = r.id) AS scenarios,
    EXISTS (SELECT FROM route_favourites f WHERE f.route_id = r.id AND f.user_id = ${user}::uuid) AS favourite`;
}

/** The SQL filter of a query on {@link ROUTE_FILTER_TABLES}, and its values from `$1` on. */
export function routeConditions(path: string, query: RouteFilter): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'd.path', 1);
  const where = [inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.state === 'current') where.push(`r.state <> 'retired'`);
  else if (query.state !== 'all') add((value) => `r.state = ${value}`, query.state);
  if (query.role) add((value) => `r.role = ${value}`, query.role);
  if (query.dock) add((value) => `r.home_dock_sn = ${value}`, query.dock);
  if (query.tag) add((value) => `r.tags @> ARRAY[${value}::text]`, query.tag.trim());
  if (query.point) {
    add(
      (value) => `EXISTS (SELECT FROM route_points aim JOIN feature_points p ON p.id = aim.point_id
        WHERE aim.route_id = r.id AND lower(p.code) = lower(${value}))`,
      query.point,
    );
  }
  if (query.scenario) {
    add(
      (value) => `EXISTS (SELECT FROM route_scenarios aim JOIN scenarios s ON s.id = aim.scenario_id
        WHERE aim.route_id = r.id AND lower(s.code) = lower(${value}))`,
      query.scenario,
    );
  }
  if (query.search) {
    add(
      (value) =>
        `strpos(lower(concat_ws(E'\\n', r.code, r.name, dock.name, r.home_dock_sn, d.name, town.name)), lower(${value})) > 0`,
      query.search.trim(),
    );
  }
  return { where: where.join(' AND '), values };
}

/** A row as the contract shows it. */
export function routeView(row: RouteRow): RouteView {
  const { partner_id: partnerId, home_dock_sn: dockSn, shown } = row;
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    role: row.role,
    partner: partnerId === null ? null : { id: partnerId, code: row.partner_code, name: row.partner_name },
    homeDock: dockSn === null ? null : { sn: dockSn, name: row.dock_name ?? dockSn },
    divisionCode: row.division_code,
    divisionName: row.division_name,
    divisionPath: row.division_path,
    featurePoints: row.points ?? [],
    scenarios: row.scenarios ?? [],
    tags: row.tags,
    state: row.state,
    approvedVersion: row.approved,
    latestVersion: row.latest,
    summary:
      shown === null
        ? null
        : {
            version: shown,
            waypoints: row.waypoints,
            estimate: row.estimate,
            errors: row.errors,
            warnings: row.warnings,
            md5: row.md5,
            bbox: row.bbox,
          },
    thumbnail: row.thumbnail,
    demonstration: row.demonstration,
    favourite: row.favourite,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}
