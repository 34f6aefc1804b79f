import { type ScenarioTargets } from '#contracts';
import { Scope } from '../auth/scope.js';
import { type DivisionsService } from '../divisions/divisions.service.js';

/** A target that a scenario cannot have. */
export interface TargetFault {
  list: 'featurePoints' | 'divisions';
  code: string;
  zh: string;
  en: string;
}

/**
 * What is wrong with the targets of a scenario of the division `path`: unknown ones, and ones that lie outside that
 * division, which whoever manages the scenario might not even see. `points` are the known feature points among them.
 */
export function targetFaults(
  targets: ScenarioTargets,
  path: string,
  points: readonly { code: string; path: string }[],
  divisions: Pick<DivisionsService, 'find'>,
): TargetFault[] {
  const own = new Scope(path);
  const known = new Map(points.map((point) => [point.code.toLowerCase(), point.path]));
  const inPoints = targets.featurePoints.flatMap((code): TargetFault[] => {
    const place = known.get(code.toLowerCase());
    if (place !== undefined && own.covers(place)) return [];
    return [
      {
        list: 'featurePoints',
        code,
        zh: `没有特色点位“${code}”，或不在场景所属辖区内，请核对编码`,
        en: `there is no feature point "${code}" in the division of the scenario: check the code`,
      },
    ];
  });
  const inDivisions = targets.divisions.flatMap((code): TargetFault[] => {
    const division = divisions.find(code);
    if (division && own.covers(division.path)) return [];
    return [
      {
        list: 'divisions',
        code,
        zh: `没有行政区划“${code}”，或不在场景所属辖区内，请核对代码`,
        en: `there is no division "${code}" in the division of the scenario: check the code`,
      },
    ];
  });
  return [...inPoints, ...inDivisions];
}
