/** A text in both languages. */
interface Text {
  zh: string;
  en: string;
}

/** Break reasons that the table of result codes does not describe (dji-cloud-api reference 4.4). */
const TEXTS: readonly (readonly [from: number, to: number, zh: string, en: string])[] = [
  [1, 1, '设备不认识该任务编号', 'mission id is not known to the device'],
  [4, 4, '航线文件加载失败', 'route file could not be loaded'],
  [7, 7, '航线文件解析超时', 'parsing the route file timed out'],
  [261, 261, '航线任务冲突，没有控制权', 'conflict with another mission; no control'],
  [262, 262, '当前状态不能恢复航线', 'the route cannot be resumed now'],
  [518, 518, '飞行中 RTK 信号弱', 'weak RTK in flight'],
  [521, 521, '超出机场限高', 'above the height limit of the dock'],
  [522, 522, '起飞失败', 'take-off failed'],
  [526, 527, 'RTK 收敛失败', 'RTK did not converge'],
  [772, 772, '电量过低', 'the battery is low'],
  [1281, 1281, '用户暂停或退出航线', 'a user paused or left the route'],
  [1539, 1561, '航线或断点数据错误', 'data of route or break point are wrong'],
  [1563, 1563, '航线轨迹生成失败', 'the path could not be generated'],
  [1564, 1564, '航线轨迹执行失败', 'the path could not be flown'],
  [1565, 1565, '紧急刹停', 'emergency brake'],
  [1588, 1649, '航点动作或触发器错误', 'an action or a trigger failed'],
  [65_534, 65_535, '设备未说明原因', 'the device gave no cause'],
];

/** What a `break_reason` says; undefined when nobody has described it: show the number. */
export function breakText(breakReason: number): Text | undefined {
  const row = TEXTS.find(([from, to]) => breakReason >= from && breakReason <= to);
  return row && { zh: row[2], en: row[3] };
}
