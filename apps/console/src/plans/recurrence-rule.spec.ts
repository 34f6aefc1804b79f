import { describe, expect, it } from '@jest/globals';
import { fieldsOf, ONCE, ruleOf } from './recurrence-rule.js';

describe('a recurrence as fields', () => {
  it.each([
    null,
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
    'FREQ=MONTHLY;BYMONTHDAY=1,15,-1',
  ])('comes back as %s', (rule) => {
    expect(fieldsOf(rule).repeat).not.toBe('rule');
    expect(ruleOf(fieldsOf(rule))).toBe(rule);
  });

  it.each(['FREQ=MONTHLY;BYDAY=1MO', 'FREQ=WEEKLY;COUNT=8;BYDAY=MO', 'FREQ=MONTHLY;BYMONTHDAY=-5'])(
    'keeps %s, which the fields cannot say',
    (rule) => {
      expect(fieldsOf(rule)).toMatchObject({ repeat: 'rule', rule });
      expect(ruleOf(fieldsOf(rule))).toBe(rule);
    },
  );

  it('puts days into the order of the week and of the month', () => {
    expect(ruleOf({ ...ONCE, repeat: 'weekly', weekdays: ['SU', 'MO'] })).toBe('FREQ=WEEKLY;BYDAY=MO,SU');
    expect(ruleOf({ ...ONCE, repeat: 'monthly', monthDays: [-1, 20, 3] })).toBe('FREQ=MONTHLY;BYMONTHDAY=3,20,-1');
  });
});
