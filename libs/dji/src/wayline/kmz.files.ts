import { type Issues } from './issues.js';
import { type ZipEntry } from './zip.entry.js';

/** The entries of an archive by what they are for. */
export interface RouteEntries {
  template?: ZipEntry;
  waylines?: ZipEntry;
  /** Everything else in the route's folder; `path` is below that folder. */
  resources: { path: string; entry: ZipEntry }[];
  /** A KML file of another kind of archive. */
  kml?: ZipEntry;
}

/** Left behind by archive programs. */
const RUBBISH = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

/**
 * Finds the two files of a route wherever a program has put them. The right places are `wpmz/template.kml` and
 * `wpmz/waylines.wpml`; others are read, and told, because a dock finds only these.
 */
export function findRouteEntries(entries: readonly ZipEntry[], file: string, issues: Issues): RouteEntries {
  const note = (entry: ZipEntry, code: string, zh: string, en: string, severity: 'info' | 'warning' = 'info') =>
    issues.add(severity, { file: `${file}/${entry.path}`, line: 0 }, entry.path, code, zh, en);
  const useful = entries.filter((entry) => {
    const rubbish = RUBBISH.test(entry.path);
    if (rubbish)
      note(entry, 'entry_left_out', '压缩软件留下的文件，已略过', 'left behind by an archive program; left out');
    return !rubbish;
  });
  const waylines = nearest(useful, 'waylines.wpml');
  const folder = waylines && folderOf(waylines.path);
  const template = nearest(useful, 'template.kml', folder);
  const home = folder ?? (template && folderOf(template.path));
  if (home === undefined) return { resources: [], kml: useful.find(({ path }) => /\.kml$/i.test(path)) };
  for (const [entry, right] of [
    [template, 'wpmz/template.kml'],
    [waylines, 'wpmz/waylines.wpml'],
  ] as const) {
    if (entry && entry.path !== right)
      note(
        entry,
        'wrong_path',
        `应为“${right}”，机场只认这个位置；重新导出即可`,
        `should be "${right}", the only place a dock looks; export it again`,
        'warning',
      );
  }
  const others = useful.filter((entry) => entry !== template && entry !== waylines);
  const inside = others.filter(({ path }) => path.startsWith(home));
  for (const entry of others) {
    if (!inside.includes(entry))
      note(entry, 'entry_left_out', '不在航线目录内，已略过', 'is outside the folder of the route; left out');
  }
  const resources = inside.map((entry) => ({ path: entry.path.slice(home.length), entry }));
  resources.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { template, waylines, resources };
}

/** The entry with a name that lies least deep, in a folder if one is given; letter case does not count. */
function nearest(entries: readonly ZipEntry[], name: string, folder?: string): ZipEntry | undefined {
  const depth = ({ path }: ZipEntry) => path.split('/').length;
  return entries
    .filter(({ path }) => {
      const lower = path.toLowerCase();
      return folder === undefined
        ? lower === name || lower.endsWith(`/${name}`)
        : lower === `${folder.toLowerCase()}${name}`;
    })
    .sort((a, b) => depth(a) - depth(b))[0];
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
