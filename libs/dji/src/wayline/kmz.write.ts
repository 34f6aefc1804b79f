import { splitMission } from './mission.combine.js';
import { type Route } from './route.js';
import { type Shape } from './shape.js';
import { ownAttributes, writeShape } from './shape.write.js';
import { derivedTemplates } from './template.derive.js';
import { WaylineError } from './wayline.error.js';
import { templateDocumentShape, waylinesDocumentShape } from './wpml.documents.js';
import { type Extra } from './extra.js';
import { fieldsOf, shape } from './shape.js';
import { XmlWriter } from './xml.write.js';
import { writeZip } from './zip.write.js';

const TEMPLATE = 'template.kml';
const WAYLINES = 'waylines.wpml';

/** Aircraft types (M4E/M4T, M4D/M4TD, M400) whose firmware reads the newest version; older ones read 1.0.2. */
const NEWEST_TYPES = new Set(['99', '100', '103']);

/** The namespace that an aircraft's firmware reads (reference 9.1). `modelKey` is `0-type-subtype`. */
export function namespaceFor(modelKey: string | undefined): string {
  const type = modelKey?.split('-')[1];
  return `http://www.dji.com/wpmz/${type !== undefined && NEWEST_TYPES.has(type) ? '1.0.6' : '1.0.2'}`;
}

/**
 * The route as a KMZ: `wpmz/template.kml`, `wpmz/waylines.wpml` and what comes with them. The same route gives the
 * same bytes on every machine, so their MD5 is a fingerprint of the route. Nothing is made up: what the route does not
 * say is not in the file, so check it with `validateRoute` first. Throws {@link WaylineError} `unwritable_text`,
 * `unwritable_number` or `unsafe_path` for values that no file can hold.
 */
export function writeKmz(route: Route): Uint8Array {
  const namespace = namespaceFor(route.mission.aircraft?.modelKey);
  const missions = splitMission(route.mission, route.templateMission);
  const { author, createdAt, updatedAt, legs, templates, extras = {} } = route;
  const template = {
    author,
    createdAt,
    updatedAt,
    mission: missions.template,
    templates: [...templates, ...derivedTemplates(legs, templates)],
    extra: extras.template,
  };
  const waylines = { mission: missions.flown, legs, extra: extras.waylines };
  return writeZip([
    {
      path: `wpmz/${TEMPLATE}`,
      bytes: xmlOf(TEMPLATE, templateDocumentShape, template, extras.templateRoot, namespace),
    },
    {
      path: `wpmz/${WAYLINES}`,
      bytes: xmlOf(WAYLINES, waylinesDocumentShape, waylines, extras.waylinesRoot, namespace),
    },
    ...resourcesOf(route),
  ]);
}

function xmlOf(
  file: string,
  documentShape: Shape,
  document: object,
  rootExtra: Extra[] | undefined,
  namespace: string,
): Uint8Array {
  const writer = new XmlWriter(namespace, file);
  const root = shape([fieldsOf<{ document: object }>().child('document', 'Document', documentShape)]);
  try {
    writer.open('kml', 'kml', ownAttributes(rootExtra));
    writeShape(root, { document, extra: rootExtra }, writer);
    writer.close();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new WaylineError(
      'unwritable_number',
      { file, line: 0 },
      '含有不是数字或过大的数值，请改正',
      `holds a value that is no number or too large (${error.message})`,
    );
  }
  return writer.bytes();
}

function resourcesOf({ resources }: Route): { path: string; bytes: Uint8Array }[] {
  const taken = new Set([TEMPLATE, WAYLINES]);
  const files = resources.map(({ path, bytes }) => {
    const bad =
      path === '' ||
      path.startsWith('/') ||
      path.endsWith('/') ||
      /[\\\0]/.test(path) ||
      path.split('/').includes('..');
    if (bad || taken.has(path.toLowerCase())) {
      throw new WaylineError(
        'unsafe_path',
        { file: path, line: 0 },
        '附带文件的路径重复或不合法，请改名',
        'the path of this attachment is not allowed or there twice; rename it',
      );
    }
    taken.add(path.toLowerCase());
    return { path: `wpmz/${path}`, bytes };
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
