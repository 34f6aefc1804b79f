import { modelOf } from '#dji';
import { localClockOf } from '../common/local-day.js';
import { type TaskClock } from '../papers/paper.gate.js';
import { type FiledTask } from './filing-sheet.store.js';

/** The columns of a filing sheet: heading, width in characters for the spreadsheet, share of the page for the PDF. */
export const FILING_COLUMNS = [
  { key: 'nr', heading: '序号', width: 6, share: 2.4 },
  { key: 'id', heading: '任务编号', width: 12, share: 5.4 },
  { key: 'name', heading: '任务', width: 22, share: 6.5 },
  { key: 'route', heading: '航线', width: 24, share: 7.5 },
  { key: 'dock', heading: '起降点', width: 20, share: 6 },
  { key: 'window', heading: '计划时段', width: 14, share: 4.6 },
  { key: 'minutes', heading: '预计时长（分钟）', width: 12, share: 3.6 },
  { key: 'height', heading: '最大真高（米）', width: 12, share: 4.4 },
  { key: 'area', heading: '活动范围（CGCS2000，经度/纬度）', width: 34, share: 9 },
  { key: 'aircraft', heading: '航空器及登记号', width: 28, share: 9 },
  { key: 'pilot', heading: '操控员执照', width: 18, share: 6 },
  { key: 'insurance', heading: '责任保险', width: 20, share: 6.5 },
  { key: 'filed', heading: '申报与批复', width: 28, share: 8 },
] as const;
export type FilingCell = string | number | null;

/** One row of the sheet for each task, in the order of the columns. Pure. Times are the county's. */
export function filingRow(nr: number, task: FiledTask, { work, row }: TaskClock, timeZone: string): FilingCell[] {
  const clock = (at: Date) => localClockOf(at.getTime(), timeZone);
  const { registration, pilot, insurance } = work.papers;
  const model = modelOf(task.aircraftModel ?? '')?.nameZh ?? task.aircraftModel;
  return [
    nr,
    task.id.slice(0, 8),
    task.name,
    `${task.routeCode} ${task.routeName}（${task.waypoints} 个航点）`,
    task.dockName ?? '现场起降（机动无人机）',
    `${clock(task.windowStart)}–${clock(task.windowEnd)}`,
    Math.ceil(task.flightSeconds / 60),
    heightOf(task),
    areaOf(task),
    [task.aircraftName ?? '未指定', model, registration?.number ?? '未登记'].filter(Boolean).join('，'),
    pilot?.number ?? '未登记',
    insurance === null
      ? '未登记'
      : `${insurance.number}${insurance.validTo === null ? '' : `，至 ${insurance.validTo}`}`,
    filedOf(row, timeZone),
  ];
}

function heightOf({ highest }: FiledTask): FilingCell {
  if (!highest) return '未知';
  const metres = Math.ceil(highest.metres);
  return highest.basis === 'measured' ? metres : `${metres}（估计）`;
}

function areaOf({ bbox }: FiledTask): string {
  if (!bbox) return '未知';
  const [west, south, east, north] = bbox.map((degrees) => degrees.toFixed(5));
  return `${west}–${east} / ${south}–${north}`;
}

function filedOf({ filingKind, filed, answer }: TaskClock['row'], timeZone: string): string {
  const at = (time: number) => localClockOf(time, timeZone);
  if (filingKind === 'exempt') return `免报${filed ? `：${filed.note || filed.by}` : ''}`;
  if (!filed) return '未申报';
  const parts = [`${filed.by} ${at(filed.at)} 申报${filed.note === '' ? '' : `（${filed.note}）`}`];
  if (answer) parts.push(`${answer.granted ? '已批复' : '未获批'}${answer.note === '' ? '' : `（${answer.note}）`}`);
  return parts.join('；');
}
