const WEEKDAYS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  MO: ['一', 'Monday'],
  TU: ['二', 'Tuesday'],
  WE: ['三', 'Wednesday'],
  TH: ['四', 'Thursday'],
  FR: ['五', 'Friday'],
  SA: ['六', 'Saturday'],
  SU: ['日', 'Sunday'],
};

/** A rule in words, such as 每 2 周的周一、四. What has no simple words is shown as its text; null: once. */
export function recurrenceWords(rule: string | null): { zh: string; en: string } {
  if (rule === null) return { zh: '一次', en: 'once' };
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const every = Number(parts.get('INTERVAL') ?? 1);
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const dates = parts.get('BYMONTHDAY')?.split(',') ?? [];
  if (['COUNT', 'BYSETPOS'].some((name) => parts.has(name)) || days.some((day) => !WEEKDAYS[day])) {
    return { zh: rule, en: rule };
  }
  const [onZh, onEn] = [
    days.map((day) => WEEKDAYS[day]![0]).join('、'),
    days.map((day) => WEEKDAYS[day]![1]).join(', '),
  ];
  switch (parts.get('FREQ')) {
    case 'DAILY':
      if (days.length + dates.length > 0) return { zh: rule, en: rule };
      return every === 1 ? { zh: '每天', en: 'daily' } : { zh: `每 ${every} 天`, en: `every ${every} days` };
    case 'WEEKLY': {
      if (dates.length > 0) return { zh: rule, en: rule };
      const [zh, en] = every === 1 ? ['每周', 'weekly'] : [`每 ${every} 周的周`, `every ${every} weeks`];
      return days.length === 0
        ? { zh: every === 1 ? '每周' : `每 ${every} 周`, en }
        : { zh: `${zh}${onZh}`, en: `${en} on ${onEn}` };
    }
    case 'MONTHLY': {
      if (days.length > 0) return { zh: rule, en: rule };
      const [zh, en] = every === 1 ? ['每月', 'monthly'] : [`每 ${every} 个月`, `every ${every} months`];
      if (dates.length === 0) return { zh, en };
      const list = dates.map((date) => (date === '-1' ? '最后一天' : `${date} 日`)).join('、');
      const listEn = dates.map((date) => (date === '-1' ? 'the last day' : date)).join(', ');
      return { zh: `${zh}${list}`, en: `${en} on ${listEn}` };
    }
    default:
      return { zh: rule, en: rule };
  }
}
