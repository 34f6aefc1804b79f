import { type Findings } from './check.findings.js';
import { type Leg } from './route.legs.js';
import { type Template, type WaypointTemplate } from './route.templates.js';
import { type Route } from './route.js';
import { groundDistance } from './segment.js';

/** Metres by which a drawn point may lie beside the flown one: both are written with at least seven decimals. */
const SAME_POINT = 0.1;

/** Whether what was drawn still is what is flown (reference 9.1: keep both files consistent). */
export function checkTemplates({ templates, legs }: Route, findings: Findings): void {
  for (const [at, template] of templates.entries()) {
    const leg = legs.findIndex(({ templateId }) => templateId === template.id);
    if (leg < 0 || !isDrawn(template) || isLike(template, legs[leg]!)) continue;
    findings.warning(
      'template_differs',
      { leg, field: `templates.${at}` },
      '可编辑模板与执行航点不一致（改过航点？），请丢弃旧模板后保存',
      'the drawn points are not those that are flown; drop the old template and save',
    );
  }
}

function isDrawn(template: Template): template is WaypointTemplate {
  return template.kind === 'waypoints';
}

function isLike(template: WaypointTemplate, leg: Leg): boolean {
  if (template.waypoints.length !== leg.waypoints.length) return false;
  return template.waypoints.every((point, at) => groundDistance(point, leg.waypoints[at]!) <= SAME_POINT);
}
