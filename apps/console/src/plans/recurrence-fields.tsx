import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type RecurrenceValues, type Repeat, WEEKDAYS, type Weekday } from './recurrence-rule.js';

const REPEATS: readonly Repeat[] = ['once', 'daily', 'weekly', 'monthly'];
const MONTH_DAYS = [...Array.from({ length: 31 }, (_, nr) => nr + 1), -1];

/** How often a plan flies: fields for what people say every day, the text of the rule for the rest. */
export function RecurrenceFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const held = Form.useWatch('recurrence', form) as RecurrenceValues | undefined;
  const repeat = held?.repeat ?? 'once';
  const required = { required: true, message: t('signIn/required') };
  const every = repeat === 'daily' || repeat === 'weekly' || repeat === 'monthly';
  return (
    <div className="recurrence">
      <Form.Item name={['recurrence', 'repeat']} label={t('plans/repeat')}>
        <Select
          options={[...REPEATS, ...(repeat === 'rule' ? (['rule'] as const) : [])].map((value) => ({
            value,
            label: t(`plans/repeats/${value}`),
          }))}
        />
      </Form.Item>
      {every && (
        <Form.Item name={['recurrence', 'every']} label={t('plans/every')} rules={[required]}>
          <InputNumber min={1} max={60} precision={0} suffix={t(`plans/unit/${repeat}`)} style={{ width: '100%' }} />
        </Form.Item>
      )}
      {repeat === 'weekly' && (
        <Form.Item name={['recurrence', 'weekdays']} label={t('plans/weekdays')} rules={[required]}>
          <WeekdayChoice />
        </Form.Item>
      )}
      {repeat === 'monthly' && (
        <Form.Item name={['recurrence', 'monthDays']} label={t('plans/monthDays')} rules={[required]}>
          <Select
            mode="multiple"
            options={MONTH_DAYS.map((day) => ({
              value: day,
              label: day === -1 ? t('plans/lastDayOfMonth') : t('plans/monthDay', { day }),
            }))}
          />
        </Form.Item>
      )}
      {repeat === 'rule' && (
        <Form.Item name={['recurrence', 'rule']} label={t('plans/ruleText')} rules={[required]}>
          <Input autoComplete="off" />
        </Form.Item>
      )}
    </div>
  );
}

/** Seven buttons, of which several may be pressed. */
function WeekdayChoice({
  id,
  value = [],
  onChange,
}: {
  id?: string;
  value?: Weekday[];
  onChange?: (days: Weekday[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <span id={id} className="weekday-choice" role="group" aria-label={t('plans/weekdays')}>
      {WEEKDAYS.map((day) => {
        const chosen = value.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={chosen}
            aria-label={t(`plans/weekday/${day}`)}
            onClick={() => onChange?.(chosen ? value.filter((one) => one !== day) : [...value, day])}
          >
            {t(`plans/weekdayShort/${day}`)}
          </button>
        );
      })}
    </span>
  );
}
