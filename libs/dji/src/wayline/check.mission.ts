import { checkRange, type Findings } from './check.findings.js';
import { aircraftOfDock, type DockAircraft } from './dock.models.js';
import { differingSettings } from './mission.combine.js';
import { type LinkLoss } from './route.words.js';
import { type MissionSettings, type Route } from './route.js';

/** What a check knows of who flies the route. */
export interface CheckTarget {
  dockModelKey: string;
  /** Undefined for a dock nobody knows: then nothing is said of the aircraft. */
  aircraft: DockAircraft | undefined;
  /** Whether the flight goes on without a link, as the command that sends it will say. */
  linkLoss?: LinkLoss;
}

/** Settings of the whole flight (reference 9.2, and 9.6 numbers 2, 3, 5, 12). */
export function checkMission(route: Route, target: CheckTarget, findings: Findings): void {
  const { mission } = route;
  checkAircraft(mission, target, findings);
  checkEnds(mission, target, findings);
  const place = (field: string) => ({ field: `mission.${field}` });
  checkRange(findings, 'take_off_height', place('takeOffSafeHeight'), mission.takeOffSafeHeight, {
    zh: '安全起飞高度',
    en: 'take-off height',
    unit: 'm',
    low: 8,
    high: 1500,
  });
  checkRange(findings, 'transit_speed', place('transitSpeed'), mission.transitSpeed, {
    zh: '全局过渡速度',
    en: 'transit speed',
    unit: 'm/s',
    low: 1,
    high: 15,
  });
  checkRange(findings, 'return_height', place('returnHeight'), mission.returnHeight, {
    zh: '返航高度',
    en: 'return height',
    unit: 'm',
    low: 2,
    high: 1500,
  });
  if (route.templateMission) {
    const names = differingSettings(mission, route.templateMission).join(', ');
    findings.warning(
      'files_disagree',
      { field: 'templateMission' },
      `可编辑文件与执行文件的任务设置不一致（${names}），请统一`,
      `the editable file and the one that is flown differ in ${names}; make them agree`,
    );
  }
}

function checkAircraft({ aircraft, payloads }: MissionSettings, target: CheckTarget, findings: Findings): void {
  const wanted = target.aircraft;
  const possible = aircraftOfDock(target.dockModelKey).map(({ modelKey }) => modelKey);
  const place = { field: 'mission.aircraft' };
  if (possible.length === 0) {
    findings.warning(
      'dock_unknown',
      {},
      `不认识机场型号 ${target.dockModelKey}，未检查机型与相机`,
      `dock ${target.dockModelKey} is not known; aircraft and camera were not checked`,
    );
  }
  if (!aircraft?.modelKey)
    findings.error(
      'aircraft_missing',
      place,
      '没有指定飞行器型号，请选择机场后保存',
      'no aircraft is named; choose the dock and save',
    );
  else if (wanted && aircraft.modelKey !== wanted.modelKey) {
    findings.error(
      'aircraft_not_of_dock',
      place,
      `航线的飞行器型号 ${aircraft.modelKey} 与机场（${wanted.modelKey}）不符，请按机场重新生成`,
      `the route is made for ${aircraft.modelKey}, the dock flies ${wanted.modelKey}; make it for the dock`,
    );
  }
  if (payloads.length === 0) {
    findings.error(
      'payload_missing',
      { field: 'mission.payloads' },
      '没有指定相机，请选择机场后保存',
      'no camera is named; choose the dock and save',
    );
  }
  for (const [at, { modelKey, position }] of payloads.entries()) {
    const field = `mission.payloads.${at}`;
    if (modelKey === undefined || position === undefined) {
      findings.error(
        'payload_incomplete',
        { field },
        '相机缺少型号或挂载位置，请选择机场后保存',
        'the camera lacks its model or position; choose the dock and save',
      );
    } else if (wanted && modelKey.split('-')[1] !== String(wanted.camera)) {
      findings.error(
        'payload_not_of_aircraft',
        { field },
        `相机型号 ${modelKey} 与飞行器（1-${wanted.camera}）不符，请按机场重新生成`,
        `the camera ${modelKey} is not that of the aircraft, 1-${wanted.camera}; make it for the dock`,
      );
    }
  }
}

function checkEnds(mission: MissionSettings, target: CheckTarget, findings: Findings): void {
  const place = (field: string) => ({ field: `mission.${field}` });
  if (mission.approach === undefined) {
    findings.error(
      'approach_missing',
      place('approach'),
      '没有设置飞向首航点的方式，请设为“先爬升”',
      'how to come to the first waypoint is not set; set it to climb first',
    );
  }
  if (mission.finish !== 'return_home') {
    findings.error(
      'finish_not_return_home',
      place('finish'),
      '完成动作不是“返航”，机场航线必须返航',
      'does not end with the return home, as a route from a dock must',
    );
  }
  if (mission.linkLoss === undefined) {
    findings.error(
      'link_loss_missing',
      place('linkLoss'),
      '没有设置失联后是否继续执行，请设置',
      'what happens when the link is lost is not set; set it',
    );
  } else if (target.linkLoss !== undefined && mission.linkLoss !== target.linkLoss) {
    findings.error(
      'link_loss_differs',
      place('linkLoss'),
      '失联设置与任务下发的设置不一致，请统一',
      'says something else about a lost link than the command that will send it; make them agree',
    );
  }
  if (mission.linkLoss === 'leave_route' && mission.linkLossAction === undefined) {
    findings.error(
      'link_loss_action_missing',
      place('linkLossAction'),
      '没有设置失联动作，请设为“返航”',
      'what to do when the link is lost is not set; set it to return home',
    );
  } else if (mission.linkLossAction !== undefined && mission.linkLossAction !== 'return_home') {
    findings.error(
      'link_loss_action_not_return_home',
      place('linkLossAction'),
      '失联动作不是“返航”，机场只支持返航',
      'does not return home when the link is lost, the only thing a dock supports',
    );
  }
}
