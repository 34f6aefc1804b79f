/** A span of time in the reader's words. */
export interface AgeWords {
  now: string;
  seconds: (count: number) => string;
  minutes: (count: number) => string;
  hours: (count: number) => string;
  days: (count: number) => string;
}

const ZH: AgeWords = {
  now: '刚刚',
  seconds: (count) => `${count} 秒前`,
  minutes: (count) => `${count} 分钟前`,
  hours: (count) => `${count} 小时前`,
  days: (count) => `${count} 天前`,
};
const EN: AgeWords = {
  now: 'just now',
  seconds: (count) => `${count} s ago`,
  minutes: (count) => `${count} min ago`,
  hours: (count) => `${count} h ago`,
  days: (count) => `${count} d ago`,
};

/**
 * How long ago an instant was, in words of `language`. A time slightly ahead of `now` (two clocks never agree) counts
 * as now.
 */
export function ageInWords(atMs: number, nowMs: number, language: string): string {
  const words = language.startsWith('zh') ? ZH : EN;
  const seconds = Math.floor((nowMs - atMs) / 1000);
  if (seconds < 2) return words.now;
  if (seconds < 60) return words.seconds(seconds);
  if (seconds < 3600) return words.minutes(Math.floor(seconds / 60));
  if (seconds < 48 * 3600) return words.hours(Math.floor(seconds / 3600));
  return words.days(Math.floor(seconds / 86_400));
}

/** `10:22:31`, or with the day in front when it is not today. Local time of the county's computers. */
export function clockTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  const sameDay = new Date(nowMs).toDateString() === at.toDateString();
  return sameDay ? time : `${dayText(at)} ${time}`;
}

/** `2026-11-23` in local time. */
export function dayText(at: Date): string {
  return [at.getFullYear(), String(at.getMonth() + 1).padStart(2, '0'), String(at.getDate()).padStart(2, '0')].join(
    '-',
  );
}
