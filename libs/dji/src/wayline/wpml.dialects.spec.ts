import { describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { placemark, sampleRoute, waylinesText, wpmlText, zipOf } from '../../fixtures/wayline/samples.js';
import { readRouteFile, writeKmz, type ReadRoute, type Route } from './index.js';

const two = [0, 1].map((index) => placemark(index)).join('\n');

function read(files: Record<string, string | Uint8Array>): ReadRoute {
  return readRouteFile(zipOf(files), 'north line.kmz');
}

function again(route: Route): Route {
  return readRouteFile(writeKmz(route), 'north line.kmz').route;
}

function textsOf(route: Route): { template: string; waylines: string } {
  const files = unzipSync(writeKmz(route));
  const text = (path: string) => new TextDecoder().decode(files[path]);
  return { template: text('wpmz/template.kml'), waylines: text('wpmz/waylines.wpml') };
}

describe('dialects of WPML', () => {
  it.each([
    'http://www.dji.com/wpmz/1.0.0',
    'http://www.dji.com/wpmz/1.0.2',
    'http://www.dji.com/wpmz/1.0.6',
    'http://www.dji.com/wpmz/1.1.0',
    'https://www.dji.com/wpmz/1.0.6',
    'http://www.uav.com/wpmz/1.0.2',
  ])('of the namespace %s are one', (namespace) => {
    const { route, source, issues } = read({ 'wpmz/waylines.wpml': waylinesText(two, namespace) });
    expect(route.legs[0]).toMatchObject({ heights: 'above_take_off', waypoints: [{ height: 90 }, { height: 90 }] });
    expect(source).toMatchObject({ format: 'wpml', namespace, name: 'north line' });
    expect(issues.map(({ code }) => code)).toEqual(['file_missing']);
  });

  it('are read with any prefix, as the default namespace, or with the prefix undeclared', () => {
    const text = waylinesText(two);
    const other = text.replaceAll('wpml:', 'w:').replace('xmlns:wpml', 'xmlns:w');
    const undeclared = text.replace(/ xmlns:wpml="[^"]*"/, '');
    const bare = text.replaceAll('wpml:', '').replace(/ xmlns:wpml="[^"]*"/, '');
    const { route } = read({ 'wpmz/waylines.wpml': text });
    for (const variant of [other, undeclared, bare])
      expect(read({ 'wpmz/waylines.wpml': variant }).route).toEqual(route);
    expect(read({ 'wpmz/waylines.wpml': undeclared }).issues.map(({ code }) => code)).toContain('undeclared_prefix');
  });

  it('read numbers, flags and coordinates however they are written', () => {
    const text = waylinesText(
      placemark(0, '<wpml:useStraightLine>true</wpml:useStraightLine>', '\n  110.28 , 21.61 ,\t0\n') +
        placemark(1, '<wpml:waypointSpeed> +8.0e0 </wpml:waypointSpeed><wpml:isRisky>0.0</wpml:isRisky>'),
    );
    const [first, second] = read({ 'wpmz/waylines.wpml': text }).route.legs[0]!.waypoints;
    expect(first).toMatchObject({ longitude: 110.28, latitude: 21.61, pointHeight: 0, straight: true });
    expect(second).toMatchObject({ speed: 8, risky: false });
  });

  it.each([
    ['at the top', ''],
    ['in a folder of its own', 'export/wpmz/'],
    ['in a folder with capitals', 'WPMZ/'],
    ['with backslashes', 'wpmz\\'],
  ])('are found %s of the archive, and it is told that a dock would not', (_, folder) => {
    const { route, issues } = read({
      [`${folder}waylines.wpml`]: waylinesText(two),
      [`${folder}template.kml`]: wpmlText(''),
    });
    expect(route.legs).toHaveLength(1);
    expect(issues.some(({ code }) => code === 'wrong_path' || code === 'backslash_in_path')).toBe(true);
    expect(again(route)).toEqual(route);
  });

  it('leave out what archive programs add, and say so', () => {
    const { issues } = read({
      'wpmz/waylines.wpml': waylinesText(two),
      '__MACOSX/wpmz/._waylines.wpml': 'x',
      'notes.txt': 'x',
    });
    expect(issues.filter(({ code }) => code === 'entry_left_out').map(({ element }) => element)).toEqual([
      '__MACOSX/wpmz/._waylines.wpml',
      'notes.txt',
    ]);
  });

  it('keep the files that come with a route', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const { route } = read({
      'wpmz/waylines.wpml': waylinesText(two),
      'wpmz/res/image/b.jpg': bytes,
      'wpmz/res/a.opus': 'x',
    });
    expect(route.resources.map(({ path }) => path)).toEqual(['res/a.opus', 'res/image/b.jpg']);
    expect(route.resources[1]!.bytes).toEqual(bytes);
    expect(again(route)).toEqual(route);
  });
});

describe('what is not known', () => {
  const strange =
    '<wpml:futureThing a="1" wpml:b="2"><wpml:inner>x &amp; y</wpml:inner><o:deep xmlns:o="urn:other" o:c="&#10;">  spaces  </o:deep></wpml:futureThing>';
  const document = `<wpml:author>A</wpml:author>${strange}<wpml:missionConfig>${strange}<wpml:finishAction>goHome</wpml:finishAction><wpml:droneInfo>${strange}<wpml:droneEnumValue>100</wpml:droneEnumValue></wpml:droneInfo><wpml:payloadInfo>${strange}</wpml:payloadInfo></wpml:missionConfig>`;
  const action = `<wpml:action>${strange}<wpml:actionId>0</wpml:actionId><wpml:actionActuatorFunc>FUNC</wpml:actionActuatorFunc><wpml:actionActuatorFuncParam>${strange}<wpml:hoverTime>5</wpml:hoverTime></wpml:actionActuatorFuncParam></wpml:action>`;
  const group = (func: string) =>
    `<wpml:actionGroup id="g">${strange}<wpml:actionTrigger>${strange}</wpml:actionTrigger>${action.replace('FUNC', func)}</wpml:actionGroup>`;
  const point = `<Placemark id="p"><name>first</name><Point>${strange}<coordinates unit="deg">110.28,21.61</coordinates><extrude>1</extrude></Point>${strange}<wpml:index>0</wpml:index><wpml:waypointHeadingParam>${strange}</wpml:waypointHeadingParam><wpml:waypointTurnParam>${strange}</wpml:waypointTurnParam>stray words${group('hover')}${group('danceAround')}</Placemark>`;
  const folder = `<Folder id="f">${strange}<wpml:templateId>0</wpml:templateId><wpml:startActionGroup>${strange}${action.replace('FUNC', 'hover')}</wpml:startActionGroup>${point}${placemark(1)}</Folder>`;
  const mapping = `<Folder><wpml:templateType>mapping2d</wpml:templateType>${strange}<wpml:templateId>7</wpml:templateId><Placemark>${strange}<wpml:overlap>${strange}</wpml:overlap><Polygon><tessellate>1</tessellate><outerBoundaryIs>${strange}<LinearRing>${strange}<coordinates>1,2,0 3,4,0 5,6,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs>${strange}</innerBoundaryIs></Polygon></Placemark></Folder>`;
  const unknownTemplate = `<Folder><wpml:templateType>facade3d</wpml:templateType><wpml:templateId>8</wpml:templateId><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></Folder>`;
  const files = {
    'wpmz/template.kml': wpmlText(document + mapping + unknownTemplate).replace(
      '<Document>',
      `<before/>${'<Document>'}`,
    ),
    'wpmz/waylines.wpml': wpmlText(document + folder).replace('</Document>', `</Document>${strange}`),
  };

  it('survives everywhere, text for text', () => {
    const { route } = read(files);
    expect(again(route)).toEqual(route);
    const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;
    const before = Object.values(files).join('');
    const { template, waylines } = textsOf(route);
    for (const what of [
      /futureThing/g,
      /urn:other/g,
      /x &(amp|#38);/g,
      / {2}spaces {2}/g,
      /stray words/g,
      /unit="deg"/g,
      /<before/g,
      /facade3d/g,
    ]) {
      expect(count(template + waylines, what)).toBeGreaterThanOrEqual(count(before, what));
    }
  });

  it('is listed once for each name with its file and line', () => {
    const { issues } = read(files);
    const unknown = issues.filter(({ code }) => code === 'unknown_element').map(({ element }) => element);
    expect(unknown).toEqual(
      expect.arrayContaining(['futureThing', 'name', 'extrude', 'tessellate', 'innerBoundaryIs', 'before']),
    );
    for (const issue of issues)
      expect(issue).toMatchObject({ file: expect.stringContaining('wpmz/'), line: expect.any(Number) });
  });

  it('keeps its place among its neighbours', () => {
    const { route } = read(files);
    const { waylines } = textsOf(route);
    expect(waylines).toMatch(/<\/Point>\s*<wpml:futureThing/);
    expect(waylines).toMatch(/<Placemark id="p">\s*<name>first<\/name>\s*<Point>/);
  });

  it('is a word as well: an action and a setting that nobody knows', () => {
    const { route, issues } = read(files);
    const group = route.legs[0]!.waypoints[0]!.actionGroups[1]!;
    expect(group.actions[0]).toMatchObject({
      kind: 'other:danceAround',
      params: { extra: [{ element: { name: 'futureThing' } }, { element: { name: 'hoverTime' } }] },
    });
    expect(issues).toContainEqual(
      expect.objectContaining({ code: 'unknown_value', element: 'actionActuatorFunc', severity: 'warning' }),
    );
  });

  it('gives way when a value that could not be read is set', () => {
    const text = waylinesText(placemark(0, '<wpml:waypointSpeed>fast</wpml:waypointSpeed>') + placemark(1));
    const { route } = read({ 'wpmz/waylines.wpml': text });
    expect(textsOf(route).waylines).toContain('<wpml:waypointSpeed>fast</wpml:waypointSpeed>');
    route.legs[0]!.waypoints[0]!.speed = 7;
    expect(textsOf(route).waylines).not.toContain('fast');
    expect(again(route).legs[0]!.waypoints[0]).toMatchObject({ speed: 7 });
  });
});

describe('the two files of a route', () => {
  it('become one where they agree, and the editable one is made from the legs', () => {
    const route = sampleRoute();
    const { template, waylines } = textsOf(route);
    expect(template).toContain('<wpml:templateType>waypoint</wpml:templateType>');
    expect(template.match(/<Placemark>/g)).toHaveLength(3);
    expect(waylines.match(/<wpml:executeHeight>90<\/wpml:executeHeight>/g)).toHaveLength(3);
    for (const text of [template, waylines])
      expect(text).toMatch(
        /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<kml xmlns="http:\/\/www\.opengis\.net\/kml\/2\.2" xmlns:wpml="http:\/\/www\.dji\.com\/wpmz\/1\.0\.6">/,
      );
    expect(again(route)).toEqual(route);
  });

  it('may disagree: what is flown counts, the other is kept and told', () => {
    const mission = (finish: string, more = '') =>
      `<wpml:missionConfig><wpml:finishAction>${finish}</wpml:finishAction>${more}</wpml:missionConfig>`;
    const { route, issues } = read({
      'wpmz/template.kml': wpmlText(
        mission('noAction', '<wpml:takeOffRefPoint>21.6,110.2,35.5</wpml:takeOffRefPoint>'),
      ),
      'wpmz/waylines.wpml': wpmlText(`${mission('goHome')}<Folder>${two}</Folder>`),
    });
    expect(route.mission).toMatchObject({
      finish: 'return_home',
      plannedTakeOff: { latitude: 21.6, longitude: 110.2, height: 35.5 },
    });
    expect(route.templateMission).toMatchObject({ finish: 'hover' });
    expect(issues).toContainEqual(
      expect.objectContaining({ code: 'files_disagree', severity: 'warning', en: expect.stringContaining('finish') }),
    );
    expect(again(route)).toEqual(route);
  });

  it('can be made from the editable one alone, common values put into each waypoint', () => {
    const folder = `<Folder><wpml:templateType>waypoint</wpml:templateType><wpml:templateId>3</wpml:templateId><wpml:waylineCoordinateSysParam><wpml:heightMode>EGM96</wpml:heightMode></wpml:waylineCoordinateSysParam><wpml:autoFlightSpeed>6</wpml:autoFlightSpeed><wpml:globalHeight>80</wpml:globalHeight><wpml:globalWaypointTurnMode>coordinateTurn</wpml:globalWaypointTurnMode><wpml:globalWaypointHeadingParam><wpml:waypointHeadingMode>fixed</wpml:waypointHeadingMode></wpml:globalWaypointHeadingParam><Placemark><Point><coordinates>110,21</coordinates></Point><wpml:index>0</wpml:index><wpml:useGlobalHeight>1</wpml:useGlobalHeight><wpml:height>10</wpml:height><wpml:useGlobalSpeed>1</wpml:useGlobalSpeed><wpml:useGlobalHeadingParam>1</wpml:useGlobalHeadingParam><wpml:useGlobalTurnParam>1</wpml:useGlobalTurnParam></Placemark><Placemark><Point><coordinates>110,22</coordinates></Point><wpml:index>1</wpml:index><wpml:height>95</wpml:height><wpml:waypointSpeed>9</wpml:waypointSpeed></Placemark></Folder>`;
    const { route, issues } = read({ 'wpmz/template.kml': wpmlText(folder) });
    expect(route.legs).toEqual([
      {
        id: 0,
        templateId: 3,
        heights: 'above_sea',
        speed: 6,
        waypoints: [
          {
            longitude: 110,
            latitude: 21,
            height: 80,
            speed: 6,
            heading: { mode: 'fixed' },
            turn: { mode: 'coordinated' },
            actionGroups: [],
          },
          { longitude: 110, latitude: 22, height: 95, speed: 9, actionGroups: [] },
        ],
      },
    ]);
    expect(issues).toContainEqual(expect.objectContaining({ code: 'file_missing', element: 'waylines.wpml' }));
    expect(again(route)).toEqual(route);
  });

  it('cannot be made from a mapping template alone: that is an error, the area is kept', () => {
    const { route, issues } = read({
      'wpmz/template.kml': wpmlText(
        '<Folder><wpml:templateType>mappingStrip</wpml:templateType><Placemark><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark></Folder>',
      ),
    });
    expect(route.templates).toMatchObject([
      { kind: 'strip', strips: [{ line: [{ longitude: 1 }, { longitude: 3 }] }] },
    ]);
    expect(issues).toContainEqual(expect.objectContaining({ code: 'file_missing', severity: 'error' }));
    expect(again(route)).toEqual(route);
  });

  it.each(['waylines.wpml', 'template.kml'])('are read one by one as well: %s', (name) => {
    const text = textsOf(sampleRoute())[name === 'template.kml' ? 'template' : 'waylines'];
    const { route } = readRouteFile(new TextEncoder().encode(text), name);
    expect(route.legs[0]).toMatchObject({
      heights: 'above_take_off',
      waypoints: [{ height: 90 }, { height: 90 }, { height: 90 }],
    });
  });
});
