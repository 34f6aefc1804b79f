import { type HealthNotice, healthNotices } from './hms.js';
import { addNote, type Note } from './notes.js';
import { type HealthText, healthKey, healthTable } from './tables.js';
import { integerOf } from './values.js';

const NO_TEXT: HealthText = { zh: null, en: null };

/**
 * The maker's words for a notice with its placeholders filled in (reference 8.1); null in a language that has none:
 * show the code. In the air the text for the air comes first. A code that the table knows only for the other kind of
 * device is found too, because docks pass on notices of their aircraft.
 */
export function healthText(notice: HealthNotice, domain: 'dock' | 'aircraft'): HealthText {
  const table = healthTable();
  const prefixes = domain === 'dock' ? ['dock', 'fpv'] : ['fpv', 'dock'];
  let zh: string | null = null;
  let en: string | null = null;
  for (const key of keysOf(notice, prefixes)) {
    const found = table.get(key);
    zh ??= found?.zh ?? null;
    en ??= found?.en ?? null;
    // both languages from one key, where it has both: two keys may word different advice
    if (zh !== null && en !== null) break;
  }
  if (zh === null && en === null) return NO_TEXT;
  return { zh: zh && fillIn(zh, notice, 'zh'), en: en && fillIn(en, notice, 'en') };
}

function keysOf(notice: HealthNotice, prefixes: string[]): string[] {
  // internal memory of a camera: the maker words the second sensor apart
  const second = integerOf(notice.args['sensor_index']) === 1;
  return prefixes.flatMap((prefix) => {
    const plain = healthKey(`${prefix}_tip_${notice.code}`);
    return [...(notice.inTheSky ? [`${plain}_in_the_sky`] : []), ...(second ? [`${plain}_index_1`] : []), plain];
  });
}

/** Adds a note for every code of an `hms` body that the table does not know. Never throws. */
export function noteHealthCodes(body: unknown, notes: Note[]): void {
  for (const notice of healthNotices(body)) {
    const text = healthText(notice, notice.deviceType?.startsWith('3-') === true ? 'dock' : 'aircraft');
    if (text.zh === null && text.en === null)
      addNote(notes, 'unknown_health_code', `hms.${notice.code}`, notice.deviceType);
  }
}

type Language = 'zh' | 'en';

const SIDES: Readonly<Record<Language, readonly string[]>> = { zh: ['左', '右'], en: ['left', 'right'] };
const RODS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['前', '后', '左', '右'],
  en: ['front', 'back', 'left', 'right'],
};

/** `%name`, or the places of printf with an optional position and a unit that may follow at once. */
const PLACE = /%(?:[a-z]+_)*(?:index|alarmid)|%(?:\d+\$)?(?:\.\d+)?[sdf]%?/g;

function fillIn(text: string, notice: HealthNotice, language: Language): string {
  if (!text.includes('%')) return text;
  const filled = text.replace(PLACE, (place) => valueOf(place, text, notice, language));
  return filled
    .replace(/ ?[（(]\s*[)）]/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/ ([.,，。])/g, '$1')
    .trim();
}

function valueOf(place: string, text: string, notice: HealthNotice, language: Language): string {
  const sensor = integerOf(notice.args['sensor_index']);
  const component = integerOf(notice.args['component_index']);
  switch (place) {
    case '%alarmid':
      return alarmId(notice);
    case '%index':
      return counted(sensor);
    case '%component_index':
    case '%gimbal_index':
    case '%lidar_index':
    case '%lte_index':
      return counted(component ?? sensor);
    case '%battery_index':
    case '%dock_cover_index':
      return sensor === null ? '' : SIDES[language][sensor === 0 ? 0 : 1]!;
    case '%charging_rod_index':
      return (sensor !== null && RODS[language][sensor]) || '';
    default:
      return positional(text, sensor, language);
  }
}

/** The maker counts from zero, people from one. */
function counted(index: number | null): string {
  return index === null || index < 0 ? '' : String(index + 1);
}

/** `%s` and `%1$s` say nothing of their own: the noun behind them does. */
function positional(text: string, sensor: number | null, language: Language): string {
  if (sensor === null) return '';
  if (text.includes('舱盖') || text.includes('cover') || text.includes('急停') || text.includes('flight pause')) {
    return SIDES[language][sensor === 0 ? 0 : 1]!;
  }
  if (text.includes('推杆') || text.includes('driving rod')) return RODS[language][sensor] ?? '';
  if (/通道|channel|电池%d|Battery %d/.test(text)) return counted(sensor);
  return '';
}

function alarmId(notice: HealthNotice): string {
  const given = notice.args['alarmid'] ?? notice.args['alarm_id'];
  if (typeof given === 'number' && Number.isInteger(given) && given >= 0)
    return `0x${given.toString(16).toUpperCase()}`;
  return typeof given === 'string' && given !== '' ? given : notice.code;
}
