import { z } from 'zod';
import { NewCamera } from '#contracts';
import { checkCodes, parse } from './catalogue-files.js';
import { type County, type CountyDivision } from './county.js';
import { inBox } from './division-file.js';
import { type FolderCheck } from './folder-check.js';

/** The file of a county's folder with the cameras to begin with; it may be missing. */
export const CAMERA_FILE = 'cameras.json';

const CameraFile = z.strictObject({
  format: z.literal(1),
  demonstration: z.boolean(),
  cameras: z.array(NewCamera).max(10_000),
});

/** Reads the cameras of a folder; what is wrong goes to `check`. What a camera asks for is never in a folder. */
export function readCameras(
  text: string | null,
  {
    divisions,
    slowLivePoints,
    bbox,
  }: { divisions: ReadonlyMap<string, CountyDivision> } & Pick<County, 'slowLivePoints' | 'bbox'>,
  check: FolderCheck,
): County['cameras'] {
  const file = parse(text, CAMERA_FILE, CameraFile, check);
  const cameras = file?.cameras ?? [];
  const points = new Set(slowLivePoints.map(({ id }) => id));
  checkCodes(cameras, `${CAMERA_FILE} cameras`, check);
  for (const [index, camera] of cameras.entries()) {
    const where = `${CAMERA_FILE} cameras.${index}`;
    const { divisionCode, longitude, latitude, slowLivePoint } = camera;
    const division = divisions.get(divisionCode);
    if (!division || division.level === 'county') {
      const zh = `“${divisionCode}”不是镇街或村的代码`;
      check.fault(`${where}.divisionCode`, zh, `"${divisionCode}" is no code of a town or a village`);
    }
    if (longitude !== null && latitude !== null && !inBox(longitude, latitude, bbox)) {
      const place = `(${longitude}, ${latitude})`;
      check.fault(where, `坐标 ${place} 不在县域范围 bbox 内`, `the point ${place} is not inside the county's bbox`);
    }
    if (slowLivePoint !== null && !points.has(slowLivePoint)) {
      const en = `"${slowLivePoint}" is no slow-live point of county.json`;
      check.fault(`${where}.slowLivePoint`, `“${slowLivePoint}”不是 county.json 中的慢直播点位`, en);
    }
    if (camera.username !== undefined || camera.password !== undefined) {
      const zh = '文件夹里不能写用户名和密码，请在页面上填写';
      check.fault(where, zh, 'a folder holds no user names and passwords: write them on the page');
    }
  }
  return cameras.map(({ username: _, password: __, ...camera }) => ({ ...camera, demonstration: file!.demonstration }));
}
