import { type Extra } from './extra.js';
import { readKml } from './import.kml.js';
import { Issues } from './issues.js';
import { findRouteEntries, type RouteEntries } from './kmz.files.js';
import { READ_LIMITS, type ReadLimits } from './limits.js';
import { combineMissions, differingSettings } from './mission.combine.js';
import { nameOfFile, type ReadOptions, type ReadRoute } from './read.result.js';
import { Reading } from './reading.js';
import { type DocumentExtras, type Route } from './route.js';
import { type Leg } from './route.legs.js';
import { type WaypointTemplate } from './route.templates.js';
import { type Shape, fieldsOf, shape } from './shape.js';
import { readShape } from './shape.read.js';
import { legOf, tellingTemplates } from './template.derive.js';
import { WaylineError } from './wayline.error.js';
import {
  templateDocumentShape,
  waylinesDocumentShape,
  type TemplateDocument,
  type WaylinesDocument,
} from './wpml.documents.js';
import { earlyWaypoints } from './wpml.early.js';
import { childNamed } from './xml.node.js';
import { readXml, type XmlDocument } from './xml.read.js';
import { type ZipEntry } from './zip.entry.js';
import { ZipArchive } from './zip.read.js';

/** A document of either kind, with what stood beside it at the root. */
interface Rooted<T> {
  document: T;
  extra?: Extra[];
}

/**
 * The route in a KMZ: of DJI Pilot 2, FlightHub 2, DJI Fly or a third party, of any version, or a KMZ of plain KML.
 * `file` names the archive in findings and errors. Throws {@link WaylineError} when no route can be made of it.
 */
export function readKmz(bytes: Uint8Array, file: string, options: ReadOptions = {}): ReadRoute {
  const limits = { ...READ_LIMITS, ...options.limits };
  const issues = new Issues();
  const archive = new ZipArchive(bytes, file, limits, issues);
  const entries = findRouteEntries(archive.entries, file, issues);
  const xmlOf = (entry: ZipEntry) => {
    const place = `${file}/${entry.path}`;
    const early = earlyWaypoints(new Reading(place, issues, limits), entry === entries.waylines);
    return readXml(
      archive.read(entry, limits.textBytes),
      place,
      limits,
      issues,
      entry === entries.kml ? undefined : early,
    );
  };
  if (entries.kml) {
    const place = `${file}/${entries.kml.path}`;
    return readKml(xmlOf(entries.kml), new Reading(place, issues, limits), nameOfFile(file));
  }
  const template = entries.template && xmlOf(entries.template);
  const waylines = entries.waylines && xmlOf(entries.waylines);
  if (!template && !waylines) {
    throw new WaylineError(
      'no_route',
      { file, line: 0 },
      '压缩包内没有 wpmz/waylines.wpml、wpmz/template.kml 或其他 KML，不是航线文件',
      'holds neither wpmz/waylines.wpml nor wpmz/template.kml nor any KML; it is no route',
    );
  }
  const read = assemble({ template, waylines }, entries, { file, issues, limits });
  read.route.resources = entries.resources.map(({ path, entry }) => ({
    path,
    bytes: archive.read(entry, limits.totalBytes),
  }));
  return read;
}

/** The route in one of the two files of a KMZ alone. */
export function readWpmlFile(document: XmlDocument, file: string, issues: Issues, limits: ReadLimits): ReadRoute {
  const folder = childNamed(document.root, 'Document') ?? document.root;
  const leg = childNamed(folder, 'Folder');
  const flown = /\.wpml$/i.test(file) || (leg !== undefined && childNamed(leg, 'waylineId') !== undefined);
  return assemble(flown ? { waylines: document } : { template: document }, undefined, { file, issues, limits });
}

interface Context {
  file: string;
  issues: Issues;
  limits: ReadLimits;
}

function assemble(
  documents: { template?: XmlDocument; waylines?: XmlDocument },
  entries: RouteEntries | undefined,
  context: Context,
): ReadRoute {
  const place = (entry: ZipEntry | undefined) => (entry ? `${context.file}/${entry.path}` : context.file);
  const read = <T>(document: XmlDocument | undefined, entry: ZipEntry | undefined, shapeOfDocument: Shape) =>
    document && readDocument<T>(document, shapeOfDocument, new Reading(place(entry), context.issues, context.limits));
  const template = read<TemplateDocument>(documents.template, entries?.template, templateDocumentShape);
  const waylines = read<WaylinesDocument>(documents.waylines, entries?.waylines, waylinesDocumentShape);
  const legs = waylines?.document.legs ?? legsOfTemplates(template!.document, context);
  if (entries && !template) noteMissing(context, 'template.kml', 'warning');
  return {
    route: routeOf(template, waylines, legs, context),
    issues: context.issues.all(),
    source: {
      format: 'wpml',
      name: nameOfFile(context.file),
      namespace: documents.waylines?.wpml ?? documents.template?.wpml ?? null,
      legNames: legs.map(() => null),
    },
  };
}

function readDocument<T>({ root }: XmlDocument, documentShape: Shape, reading: Reading): Rooted<T> {
  const inside = childNamed(root, 'Document');
  if (inside) {
    const rooted = shape([fieldsOf<Rooted<object>>().child('document', 'Document', documentShape)]);
    return readShape<Rooted<T>>(rooted, root, reading);
  }
  if (!childNamed(root, 'Folder') && !childNamed(root, 'missionConfig')) {
    throw reading.error(
      root,
      'no_route',
      '没有 Document、Folder 或 missionConfig，不是航线文件',
      'holds no Document, Folder or missionConfig; it is no route',
    );
  }
  return { document: readShape<T & object>(documentShape, root, reading) };
}

function routeOf(
  template: Rooted<TemplateDocument> | undefined,
  waylines: Rooted<WaylinesDocument> | undefined,
  legs: Leg[],
  context: Context,
): Route {
  const { author, createdAt, updatedAt } = template?.document ?? {};
  const missions = combineMissions(template?.document.mission, waylines?.document.mission);
  if (missions.templateMission) noteDisagreement(missions.mission, missions.templateMission, context);
  const extras = extrasOf(template, waylines);
  return {
    ...(author === undefined ? {} : { author }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...missions,
    legs,
    templates: tellingTemplates(template?.document.templates ?? [], legs),
    resources: [],
    ...(Object.keys(extras).length > 0 ? { extras } : {}),
  };
}

function extrasOf(
  template: Rooted<TemplateDocument> | undefined,
  waylines: Rooted<WaylinesDocument> | undefined,
): DocumentExtras {
  const all: DocumentExtras = {
    templateRoot: template?.extra,
    template: template?.document.extra,
    waylinesRoot: waylines?.extra,
    waylines: waylines?.document.extra,
  };
  return Object.fromEntries(Object.entries(all).filter(([, extra]) => extra !== undefined));
}

/** Without the file that is flown the legs are made from the points that were drawn. */
function legsOfTemplates({ templates }: TemplateDocument, context: Context): Leg[] {
  const drawn = templates.filter((template): template is WaypointTemplate => template.kind === 'waypoints');
  noteMissing(context, 'waylines.wpml', drawn.length === templates.length ? 'warning' : 'error');
  return drawn.map((template, at) => legOf(template, at));
}

function noteMissing({ file, issues }: Context, name: string, severity: 'warning' | 'error'): void {
  const more =
    severity === 'error'
      ? [
          '其中的测绘模板无法还原成航点，请在原软件中重新导出',
          ' and mapping templates cannot be turned into waypoints; export it again from where it was made',
        ]
      : ['已据另一个文件补全', '; made from the other file'];
  issues.add(
    severity,
    { file, line: 0 },
    name,
    'file_missing',
    `缺少 wpmz/${name}，${more[0]}`,
    `lacks wpmz/${name}${more[1]}`,
  );
}

function noteDisagreement(mission: Route['mission'], template: Route['mission'], { file, issues }: Context): void {
  const names = differingSettings(mission, template).join(', ');
  issues.add(
    'warning',
    { file, line: 0 },
    'missionConfig',
    'files_disagree',
    `template.kml 与 waylines.wpml 的任务设置不一致（${names}），以 waylines.wpml 为准`,
    `template.kml and waylines.wpml differ in ${names}; waylines.wpml counts`,
  );
}
