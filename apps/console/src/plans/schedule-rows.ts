import type { TFunction } from 'i18next';
import { getTimes } from 'suncalc';
import { PLAN_PRIORITIES, type ScheduledTask, type ScheduleView, TASK_STATES } from '#contracts';
import { DAY_MS, dayOf, dayStart, shortClock } from '../common/local-time.js';
import { livePicture } from '../live/live-picture.js';
import { displayStatus } from '../theme/status.js';
import type { GanttBar, GanttRow, GanttShade } from './gantt-model.js';

/** Rows of the chart from the schedule; a word of how each device is comes from the live picture. */
export function rowsOf(schedule: ScheduleView, t: TFunction, english: boolean): GanttRow[] {
  const rows = schedule.rows.map((row): GanttRow => {
    const device = row.sn === null ? undefined : livePicture.device(row.sn);
    return {
      key: row.sn ?? row.executor,
      name: row.name,
      to: row.sn === null ? null : `/devices/${encodeURIComponent(row.sn)}`,
      status: device ? displayStatus(device) : null,
      group: row.executor,
      bars: row.tasks.map((task) => barOf(task, row.name, t, english)),
    };
  });
  const order = { dock: 0, mobile: 1 } as const;
  return rows.sort((one, other) => order[one.group] - order[other.group] || collator.compare(one.name, other.name));
}
const collator = new Intl.Collator('zh-CN', { numeric: true });

function barOf(task: ScheduledTask, dock: string, t: TFunction, english: boolean): GanttBar {
  const [start, end, ready] = [Date.parse(task.start), Date.parse(task.end), Date.parse(task.ready)];
  const words = english ? 'en' : 'zh';
  const papers = task.papers !== null && task.papers !== 'green' ? t(`tasks/paperLevel/${task.papers}`) : '';
  const sentence = [
    t('schedule/barSentence', {
      name: task.name,
      dock,
      state: TASK_STATES[task.state][words],
      day: dayOf(start),
      from: shortClock(start),
      to: shortClock(end),
      ready: shortClock(ready),
      priority: PLAN_PRIORITIES[task.priority][words],
    }),
    papers,
  ];
  return {
    key: task.id,
    look: task.state,
    label: task.route.code,
    sentence: sentence.filter(Boolean).join(english ? '; ' : '；'),
    priority: task.priority,
    start,
    end,
    ready,
    windowEnd: Date.parse(task.windowEnd),
    papers: task.papers,
    movable: task.movable,
  };
}

/** Nights at a place, and the days on which nobody flies. */
export function shadesOf(
  days: readonly string[],
  noFlyDays: readonly { day: string; reason: string }[],
  place: { latitude: number; longitude: number } | null,
  t: TFunction,
): GanttShade[] {
  return days.flatMap((day): GanttShade[] => {
    const begin = dayStart(day);
    const closed = noFlyDays.find((one) => one.day === day);
    if (closed) {
      const label = t('schedule/noFly', { reason: closed.reason });
      return [{ kind: 'no_fly', from: begin, to: begin + DAY_MS, label }];
    }
    if (!place) return [];
    const { sunrise, sunset } = getTimes(new Date(`${day}T12:00:00`), place.latitude, place.longitude);
    if (!sunrise || !sunset) return [];
    return [
      { kind: 'night', from: begin, to: sunrise.getTime(), label: '' },
      { kind: 'night', from: sunset.getTime(), to: begin + DAY_MS, label: '' },
    ];
  });
}
