import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placemark, waylinesText, wpmlText, zipOf } from '../../fixtures/wayline/samples.js';
import {
  completed,
  readRouteFile,
  routeForDock,
  validateRoute,
  writeKmz,
  type ReadRoute,
  type Route,
} from './index.js';

const two = [0, 1].map((index) => placemark(index)).join('\n');

function read(files: Record<string, string | Uint8Array>): ReadRoute {
  return readRouteFile(zipOf(files), 'a.kmz');
}

/** Whatever is read is the same route, and the same bytes, after writing and reading. */
function expectLossless(route: Route): void {
  const bytes = writeKmz(route);
  const again = readRouteFile(bytes, 'a.kmz').route;
  expect(again).toEqual(route);
  expect(Buffer.compare(writeKmz(again), bytes)).toBe(0);
}

const codes = (route: Route) =>
  validateRoute(routeForDock(completed(route), { dockModelKey: '3-3-0' }), { dockModelKey: '3-3-0' }).map(
    ({ severity, code }) => `${severity} ${code}`,
  );

function group(id: number, at: number, actions: string, more = '', to = at): string {
  return `<wpml:actionGroup><wpml:actionGroupId>${id}</wpml:actionGroupId><wpml:actionGroupStartIndex>${at}</wpml:actionGroupStartIndex><wpml:actionGroupEndIndex>${to}</wpml:actionGroupEndIndex><wpml:actionGroupMode>sequence</wpml:actionGroupMode><wpml:actionTrigger><wpml:actionTriggerType>${more || 'reachPoint'}</wpml:actionTriggerType></wpml:actionTrigger>${actions}</wpml:actionGroup>`;
}

function action(id: number, func: string, params: string): string {
  return `<wpml:action><wpml:actionId>${id}</wpml:actionId>${func}<wpml:actionActuatorFuncParam>${params}</wpml:actionActuatorFuncParam></wpml:action>`;
}
const func = (name: string) => `<wpml:actionActuatorFunc>${name}</wpml:actionActuatorFunc>`;
const hover = '<wpml:hoverTime>3</wpml:hoverTime>';
const photo =
  '<wpml:payloadPositionIndex>0</wpml:payloadPositionIndex><wpml:payloadLensIndex>wide</wpml:payloadLensIndex>';

/** Elements of a mission, one of each, and some that nobody knows. */
const MISSION = [
  '<wpml:flyToWaylineMode>safely</wpml:flyToWaylineMode>',
  '<wpml:finishAction>goHome</wpml:finishAction>',
  '<wpml:exitOnRCLost>executeLostAction</wpml:exitOnRCLost>',
  '<wpml:executeRCLostAction>goBack</wpml:executeRCLostAction>',
  '<wpml:takeOffSecurityHeight>20</wpml:takeOffSecurityHeight>',
  '<wpml:takeOffRefPoint>21.61,110.28,30.5</wpml:takeOffRefPoint>',
  '<wpml:takeOffRefPointAGLHeight>0</wpml:takeOffRefPointAGLHeight>',
  '<wpml:globalTransitionalSpeed>10</wpml:globalTransitionalSpeed>',
  '<wpml:waylineAvoidLimitAreaMode>0</wpml:waylineAvoidLimitAreaMode>',
  '<wpml:futureOne><wpml:deep>1</wpml:deep></wpml:futureOne>',
  '<x:future xmlns:x="urn:other" a="1"/>',
  'stray',
  '<wpml:droneInfo><wpml:droneEnumValue>100</wpml:droneEnumValue><wpml:droneSubEnumValue>1</wpml:droneSubEnumValue></wpml:droneInfo>',
  '<wpml:globalRTHHeight unit="m">100</wpml:globalRTHHeight>',
];

describe('shapes that other programs give a route', () => {
  it('may hold known and unknown elements in any order, in either file or in both', () => {
    const shuffled = fc.shuffledSubarray(MISSION, { minLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(shuffled, shuffled, fc.constantFrom('template', 'waylines', 'both'), (left, right, which) => {
        const document = (mission: string, folder: string) =>
          wpmlText(`<wpml:missionConfig>${mission}</wpml:missionConfig>${folder}`);
        const template = document(left, '<Folder><wpml:templateId>0</wpml:templateId></Folder>');
        expectLossless(
          read({
            ...(which === 'waylines' ? {} : { 'wpmz/template.kml': template }),
            ...(which === 'template' ? {} : { 'wpmz/waylines.wpml': document(right, `<Folder>${two}</Folder>`) }),
          }).route,
        );
      }),
      { numRuns: 150, seed: 20261124 },
    );
  });

  it('may name in the editable file what only the other one knows', () => {
    const point = (index: number) =>
      `<Placemark><Point><coordinates>110.${index},21</coordinates></Point><wpml:index>${index}</wpml:index><wpml:executeHeight>70</wpml:executeHeight><wpml:height>60</wpml:height><wpml:waypointTurnParam><wpml:waypointTurnMode>a<b/></wpml:waypointTurnMode></wpml:waypointTurnParam></Placemark>`;
    const folder = `<Folder><wpml:templateType>waypoint</wpml:templateType><wpml:templateId>0</wpml:templateId><wpml:executeHeightMode>WGS84</wpml:executeHeightMode>${point(0)}${point(1)}</Folder>`;
    const { route } = read({ 'wpmz/template.kml': wpmlText(folder) });
    expect(route.legs[0]!.waypoints[0]).not.toHaveProperty('extra');
    expect(route.templates[0]).toMatchObject({ waypoints: [{ extra: [{ element: { name: 'executeHeight' } }] }, {}] });
    expectLossless(route);
  });

  it('may say what an action is behind its parameters, twice, or unreadably', () => {
    const unreadable = '<wpml:actionActuatorFunc>hover<b/></wpml:actionActuatorFunc>';
    const groups = group(
      0,
      0,
      action(0, '', `${hover}`).replace('</wpml:action>', `${func('hover')}</wpml:action>`) +
        action(1, `${unreadable}${func('hover')}`, hover) +
        action(2, unreadable, hover),
    );
    const { route } = read({ 'wpmz/waylines.wpml': waylinesText(placemark(0, groups) + placemark(1)) });
    const [first, second, third] = route.legs[0]!.waypoints[0]!.actionGroups.at(-1)!.actions;
    for (const one of [first, second]) expect(one).toMatchObject({ kind: 'hover', params: { seconds: 3 } });
    expect(third).toMatchObject({ kind: 'other:', params: { extra: [{ element: { name: 'hoverTime' } }] } });
    expectLossless(route);
  });

  it('may have photos at intervals as the maker’s planners write them: kept, and left to a trial', () => {
    const interval =
      action(0, func('setFocusType'), '<wpml:cameraFocusType>manual</wpml:cameraFocusType>') +
      action(1, func('startTimeLapse'), `${photo}<wpml:minShootInterval>3.3</wpml:minShootInterval>`);
    const groups = group(0, 0, interval, 'betweenAdjacentPoints', 1);
    const text = waylinesText(placemark(0, '') + placemark(1)).replace(
      /<wpml:actionGroup>.*?<\/wpml:actionGroup>/gs,
      '',
    );
    const { route } = read({ 'wpmz/waylines.wpml': text.replace('</Placemark>', `${groups}</Placemark>`) });
    expectLossless(route);
    expect(codes(route).filter((code) => code.startsWith('error'))).toEqual([]);
    expect(codes(route)).toContain('warning action_not_documented');
  });

  it('may number groups and actions alike everywhere: they are counted anew for a dock', () => {
    const groups = (at: number) => group(0, at, action(0, func('hover'), hover) + action(0, func('hover'), hover));
    const text = waylinesText([0, 1].map((at) => placemark(at, groups(at))).join(''));
    const { route } = read({ 'wpmz/waylines.wpml': text });
    expectLossless(route);
    const ids = completed(route).legs[0]!.waypoints.flatMap(({ actionGroups }) => actionGroups.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(codes(route).filter((code) => /number/.test(code))).toEqual([]);
  });

  it.each(['http://www.dji.com/wpml/1.0', 'http://www.dji.com/wpml/1.0.2'])(
    'may misspell the address of the namespace: %s',
    (namespace) => {
      const { route, source } = read({ 'wpmz/waylines.wpml': waylinesText(two, namespace) });
      expect(route.legs[0]!.waypoints).toHaveLength(2);
      expect(source.namespace).toBe(namespace);
    },
  );

  it('may use usual prefixes without declaring them, which is told', () => {
    const text = `<kml xmlns="http://www.opengis.net/kml/2.2" xsi:schemaLocation="a b"><Document><Placemark><LineString><gx:altitudeMode>relativeToGround</gx:altitudeMode><coordinates>110,21,30 110.1,21,30</coordinates></LineString></Placemark></Document></kml>`;
    const { route, issues } = readRouteFile(Buffer.from(text), 'a.kml');
    expect(route.legs[0]).toMatchObject({ heights: 'above_ground', waypoints: [{ height: 30 }, { height: 30 }] });
    expect(issues.filter(({ code }) => code === 'undeclared_prefix').map(({ element }) => element)).toEqual([
      'xsi',
      'gx',
    ]);
  });

  it('may write times as dates', () => {
    const text = (time: string) => wpmlText(`<wpml:createTime>${time}</wpml:createTime><Folder>${two}</Folder>`);
    const { route, issues } = read({
      'wpmz/template.kml': text('2026-11-24T10:00:00.000Z'),
      'wpmz/waylines.wpml': waylinesText(two),
    });
    expect(route.createdAt).toBe(Date.UTC(2026, 10, 24, 10));
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expectLossless(route);
    const { issues: told } = read({ 'wpmz/template.kml': text('yesterday'), 'wpmz/waylines.wpml': waylinesText(two) });
    expect(told).toContainEqual(expect.objectContaining({ code: 'unreadable_value', element: 'createTime' }));
  });
});
