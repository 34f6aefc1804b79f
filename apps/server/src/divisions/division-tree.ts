import { type DivisionLevel, type DivisionView } from '#contracts';
import { Area, type AreaGeometry } from '#geo';

export interface DivisionRow {
  code: string;
  parent_code: string | null;
  path: string;
  level: DivisionLevel;
  kind: string;
  name: string;
  name_en: string | null;
  longitude: number | null;
  latitude: number | null;
  position: DivisionView['position'];
  position_note: string | null;
  ordinal: number;
}

export interface AreaRow {
  codes: readonly string[];
  geometry: AreaGeometry;
}

/** A division with the place it has in lists. */
export interface DivisionNode {
  ordinal: number;
  view: DivisionView;
}

/** The county tree in memory: a county has some hundred divisions, and each message and each request asks for one. */
export class DivisionTree {
  /** In the order of lists. */
  readonly nodes: readonly DivisionNode[];
  private readonly byCode: ReadonlyMap<string, DivisionView>;
  /** The smallest areas first. */
  private readonly areas: readonly { code: string; depth: number; area: Area }[];

  constructor(rows: readonly DivisionRow[], areas: readonly AreaRow[]) {
    const children = new Map<string | null, number>();
    for (const row of rows) children.set(row.parent_code, (children.get(row.parent_code) ?? 0) + 1);
    this.nodes = rows
      .map((row) => ({ ordinal: row.ordinal, view: viewOf(row, children.get(row.code) ?? 0) }))
      .toSorted((one, other) => one.ordinal - other.ordinal || (one.view.code < other.view.code ? -1 : 1));
    this.byCode = new Map(this.nodes.map(({ view }) => [view.code, view]));
    this.areas = areas
      .flatMap(({ codes, geometry }) => {
        const owner = this.commonAncestor(codes);
        return owner ? [{ code: owner.code, depth: owner.path.split('/').length, area: new Area(geometry) }] : [];
      })
      .toSorted((one, other) => other.depth - one.depth);
  }

  find(code: string): DivisionView | undefined {
    return this.byCode.get(code);
  }

  /** From the county down to the division itself; empty for an unknown code. */
  lineage(code: string): DivisionView[] {
    const path = this.byCode.get(code)?.path ?? '';
    return path.split('/').flatMap((member) => this.byCode.get(member) ?? []);
  }

  /** The code of the lowest division whose area holds the WGS84 point; null outside the county's own area. */
  locate(longitude: number, latitude: number): string | null {
    const holding = this.areas.filter(({ area }) => area.contains(longitude, latitude));
    const inCounty = holding.some(({ code }) => this.byCode.get(code)?.level === 'county');
    return inCounty ? holding[0]!.code : null;
  }

  private commonAncestor(codes: readonly string[]): DivisionView | undefined {
    const [first, ...others] = codes.map((code) => this.lineage(code));
    return first?.findLast((candidate) => others.every((line) => line.includes(candidate)));
  }
}

function viewOf(row: DivisionRow, childCount: number): DivisionView {
  return {
    code: row.code,
    parentCode: row.parent_code,
    path: row.path,
    level: row.level,
    kind: row.kind,
    name: row.name,
    nameEn: row.name_en,
    longitude: row.longitude,
    latitude: row.latitude,
    position: row.position,
    positionNote: row.position_note,
    childCount,
  };
}
