import { describe, expect, it } from '@jest/globals';
import { type Import, importsOf, isSpec, linesMatching, sourceFiles } from './source-files.js';

/**
 * The server's modules as a list (docs/architecture.md): a module may import what stands in its own line or above it.
 * When one above must tell one below, it appends an event or adds a job.
 */
const ORDER: readonly (readonly string[])[] = [
  ['common', 'database', 'sheets'],
  ['events', 'jobs', 'auth', 'divisions'],
  ['county', 'users', 'broker', 'health'],
  ['devices', 'dji'],
  ['telemetry', 'guests', 'points', 'scenarios', 'airspace'],
  ['routes'],
  ['papers'],
  ['tasks'],
  ['plans'],
  ['schedule'],
  ['media', 'cameras'],
  ['pictures'],
  ['pilot', 'evidence'],
  ['ingest', 'upkeep', 'live', 'queues', 'morning-sheet', 'docks'],
  ['roles', 'cli'],
];

const files = sourceFiles().filter((file) => !isSpec(file) && !file.startsWith('test/'));
const imports = files.flatMap(importsOf);

/** `apps/server/src/devices/x.ts` → `devices`; null for files that lie in no module. */
function serverModule(file: string): string | null {
  return /^apps\/server\/src\/([^/]+)\//.exec(file)?.[1] ?? null;
}

function shown(found: readonly Import[]): string[] {
  return found.map(({ from, to }) => `${from} imports ${to}`);
}

describe('the order of modules', () => {
  it('lists every folder of the server', () => {
    const folders = new Set(files.map(serverModule).filter((name) => name !== null));
    const listed = new Set(ORDER.flat());
    expect([...folders].filter((folder) => !listed.has(folder))).toEqual([]);
  });

  it('lets a module import only what stands beside or before it', () => {
    const rank = new Map(ORDER.flatMap((names, index) => names.map((name) => [name, index] as const)));
    const backwards = imports.filter(({ from, to }) => {
      const [own, other] = [serverModule(from), serverModule(to)];
      return own !== null && other !== null && (rank.get(own) ?? 0) < (rank.get(other) ?? 0);
    });
    expect(shown(backwards)).toEqual([]);
  });

  it('has no cycle of files, and in the server not even one of types', () => {
    const values = imports.filter(({ typeOnly }) => !typeOnly);
    expect(firstCycle(new Set(files), values)).toEqual([]);
    const ofServer = files.filter((file) => file.startsWith('apps/server/'));
    expect(firstCycle(new Set(ofServer), imports)).toEqual([]);
  });

  it('never defers an import to get around a cycle', () => {
    expect(linesMatching(files, /\bforwardRef\b/)).toEqual([]);
  });
});

describe('the borders between programs', () => {
  const within = (folder: string) => imports.filter(({ from }) => from.startsWith(folder));
  const outside = (found: readonly Import[], allowed: RegExp) => shown(found.filter(({ to }) => !allowed.test(to)));

  it('keeps the libs pure: contracts know zod, dji its own data, geo datums and elevation files', () => {
    expect(outside(within('libs/contracts/'), /^(libs\/contracts\/|zod$)/)).toEqual([]);
    expect(outside(within('libs/geo/'), /^(libs\/geo\/|gcoord$|geotiff$)/)).toEqual([]);
    expect(
      outside(within('libs/dji/'), /^(libs\/dji\/|node:(fs|url|path|crypto)$|zod$|fflate$|#contracts$|#geo$)/),
    ).toEqual([]);
  });

  it('keeps the routes lib pure: geometry and routes as files alone', () => {
    expect(outside(within('libs/routes/'), /^(libs\/routes\/|#geo$|#wayline$)/)).toEqual([]);
  });

  it('keeps the simulator a mere device: nothing of the server is known to it', () => {
    const reached = within('apps/simulator/').filter(
      ({ to }) => /^apps\/(?!simulator\/)/.test(to) || to === '#contracts',
    );
    expect(shown(reached)).toEqual([]);
  });

  it('keeps the server ignorant of the simulator, the console and the one-machine composition', () => {
    const reached = within('apps/server/').filter(({ to }) => /^apps\/(?!server\/)/.test(to));
    // A command that is typed on one machine opens that machine's own database.
    expect(shown(reached.filter(({ from }) => serverModule(from) !== 'cli'))).toEqual([]);
  });

  it('keeps the console to the contracts and geometry', () => {
    const reached = within('apps/console/src/').filter(({ to }) => /^(apps\/(?!console\/)|#dji$|node:)/.test(to));
    expect(shown(reached)).toEqual([]);
  });
});

/** The files of one cycle, or none. */
function firstCycle(known: ReadonlySet<string>, edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) if (known.has(to)) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    trail.push(file);
    for (const other of next.get(file) ?? []) {
      const cycle = visit(other);
      if (cycle.length > 0) return cycle;
    }
    trail.pop();
    done.add(file);
    return [];
  };
  for (const file of known) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
