import { type Extra } from './extra.js';
import { instant, words } from './leaf.js';
import { type MissionSettings } from './route.js';
import { type Leg } from './route.legs.js';
import { type Template } from './route.templates.js';
import { fieldsOf, shape } from './shape.js';
import { missionShape } from './wpml.mission.js';
import { templateShape } from './wpml.templates.js';
import { legShape } from './wpml.waypoints.js';

/** The editable file. */
export interface TemplateDocument {
  author?: string;
  createdAt?: number;
  updatedAt?: number;
  mission?: MissionSettings;
  templates: Template[];
  extra?: Extra[];
}

/** The file that is flown. */
export interface WaylinesDocument {
  mission?: MissionSettings;
  legs: Leg[];
  extra?: Extra[];
}

const t = fieldsOf<TemplateDocument>();
export const templateDocumentShape = shape([
  t.leaf('author', 'author', words),
  t.leaf('createdAt', 'createTime', instant),
  t.leaf('updatedAt', 'updateTime', instant),
  t.child('mission', 'missionConfig', missionShape),
  t.list('templates', 'Folder', templateShape),
]);

const w = fieldsOf<WaylinesDocument>();
export const waylinesDocumentShape = shape([
  w.child('mission', 'missionConfig', missionShape),
  w.list('legs', 'Folder', legShape),
]);
