import type { HealthNotice } from './hms.js';
import { type HealthText, healthKey, healthTable } from './tables.js';

/** The maker's words for a notice; null in a language that has none. (Placeholders are filled in.) */
export function healthText(notice: HealthNotice, domain: 'dock' | 'aircraft'): HealthText {
  const table = healthTable();
  const plain = healthKey(`${domain === 'dock' ? 'dock' : 'fpv'}_tip_${notice.code}`);
  const sky = notice.inTheSky ? table.get(`${plain}_in_the_sky`) : undefined;
  return sky ?? table.get(plain) ?? { zh: null, en: null };
}
