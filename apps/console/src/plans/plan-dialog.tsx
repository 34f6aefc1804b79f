import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { CatalogueCode, HolidayRule, PLAN_PRIORITIES, PlanPriority, type PlanView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { PLANS, planQueries } from '../api/plan-queries.js';
import { keeps } from '../catalogue/form-rules.js';
import { VersionedDialog } from '../catalogue/versioned-dialog.js';
import { dayOf } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { useDevices } from '../live/live-hooks.js';
import { livePicture } from '../live/live-picture.js';
import { NextDays } from './next-days.js';
import { newPlanValues, type PlanFormValues, planRequestOf, planValuesOf } from './plan-values.js';
import { RecurrenceFields } from './recurrence-fields.js';

/** The dock's words for rain, from 0. */
const RAIN = ['none', 'light', 'moderate'] as const;

/** Makes a plan (`plan` null) or changes one. */
export function PlanDialog({
  plan,
  close,
  done,
}: {
  plan: PlanView | null;
  close: () => void;
  done: (saved: PlanView) => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const inLanguage = useInLanguage();
  const [form] = Form.useForm<PlanFormValues>();
  const routes = useQuery(planQueries.routes());
  const scenarios = useQuery(catalogue.scenarioNames());
  const executor = Form.useWatch('executor', form) as PlanFormValues['executor'] | undefined;
  const mainCode = Form.useWatch('mainRoute', form) as string | undefined;
  const main = routes.data?.find(({ code }) => code === mainCode);
  const aircraft = useDevices().filter(({ kind, role }) => kind === 'aircraft' && role !== 'fixed');
  const required = { required: true, message: t('signIn/required') };
  const clock = { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: '08:30' };
  const dockOf = (code: string) => routes.data?.find((route) => route.code === code)?.homeDock?.sn ?? null;
  const routeOptions = (routes.data ?? []).map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
  const takeRoute = (code: string) => {
    const route = routes.data?.find((one) => one.code === code);
    if (!route) return;
    form.setFieldsValue({
      backupRoute: route.partner?.code ?? null,
      executor: route.homeDock ? 'dock' : 'mobile',
      ...(form.getFieldValue('name') ? {} : { name: route.name }),
    });
  };

  return (
    <VersionedDialog<PlanView, PlanFormValues>
      title={plan === null ? t('plans/addTitle') : t('catalogue/editOf', { name: plan.name })}
      width={820}
      path={PLANS}
      item={plan}
      form={form}
      initialValues={newPlanValues(dayOf(livePicture.serverNow()))}
      toValues={planValuesOf}
      toRequest={(values) => planRequestOf(values, dockOf, plan === null)}
      nameOf={(member) => t(`plans/member/${member}` as 'plans/member/name')}
      close={close}
      done={(saved) => {
        void message.success(t('catalogue/saved'));
        done(saved);
      }}
    >
      <div className="form-grid">
        <Form.Item name="mainRoute" label={t('plans/member/mainRoute')} className="form-wide" rules={[required]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={routes.isPending}
            options={routeOptions}
            onChange={takeRoute}
          />
        </Form.Item>
        <Form.Item name="backupRoute" label={t('plans/member/backupRoute')} className="form-wide">
          <Select
            allowClear
            placeholder={t('catalogue/none')}
            showSearch={{ optionFilterProp: 'label' }}
            options={routeOptions.filter(({ value }) => value !== mainCode)}
          />
        </Form.Item>
        {plan === null && (
          <Form.Item
            name="code"
            label={t('catalogue/code')}
            tooltip={t('catalogue/codeRule')}
            rules={[required, keeps(CatalogueCode)]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={t('plans/member/name')} className="form-wide" rules={[required, { max: 100 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="priority" label={t('plans/member/priority')} rules={[required]}>
          <Select
            options={PlanPriority.options.map((value) => ({ value, label: inLanguage(PLAN_PRIORITIES[value]) }))}
          />
        </Form.Item>
        <Form.Item name="scenarioCode" label={t('plans/member/scenarioCode')} className="form-wide">
          <Select
            allowClear
            placeholder={t('catalogue/none')}
            showSearch={{ optionFilterProp: 'label' }}
            options={(scenarios.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
        <Form.Item
          name="executor"
          label={t('plans/member/executor')}
          className="form-wide"
          extra={executor === 'dock' && main ? (main.homeDock?.name ?? t('plans/noDockOfRoute')) : undefined}
        >
          <Segmented
            options={(['dock', 'mobile'] as const).map((value) => ({ value, label: t(`plans/executor/${value}`) }))}
          />
        </Form.Item>
        {executor === 'mobile' && (
          <>
            <Form.Item name="aircraftSn" label={t('plans/aircraft')}>
              <Select
                allowClear
                placeholder={t('plans/anyAircraft')}
                options={aircraft.map(({ sn, name }) => ({ value: sn, label: name }))}
              />
            </Form.Item>
            <Form.Item name="pilot" label={t('plans/pilot')}>
              <Input placeholder={t('plans/anyPilot')} autoComplete="off" maxLength={64} />
            </Form.Item>
          </>
        )}
      </div>

      <fieldset className="form-list">
        <legend>{t('plans/when')}</legend>
        <RecurrenceFields />
        <div className="form-grid">
          <Form.Item name="firstDay" label={t('plans/member/firstDay')} rules={[required]}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="lastDay" label={t('plans/member/lastDay')} tooltip={t('plans/lastDayHint')}>
            <Input type="date" allowClear />
          </Form.Item>
          <Form.Item name="from" label={t('plans/windowFrom')} rules={[required, clock]}>
            <Input placeholder="08:00" autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="to"
            label={t('plans/windowTo')}
            dependencies={['from']}
            rules={[
              required,
              clock,
              ({ getFieldValue }) => ({
                validator: (_: unknown, value: string) =>
                  !value || value > String(getFieldValue('from'))
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('plans/windowOrder'))),
              }),
            ]}
          >
            <Input placeholder="11:00" autoComplete="off" />
          </Form.Item>
          <Form.Item name="onHolidays" label={t('plans/member/onHolidays')}>
            <Select options={HolidayRule.options.map((value) => ({ value, label: t(`plans/holiday/${value}`) }))} />
          </Form.Item>
          <Form.Item
            name="noFlyDays"
            label={t('plans/member/noFlyDays')}
            className="form-wide"
            rules={[
              {
                validator: (_: unknown, days: string[] = []) =>
                  days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))
                    ? Promise.resolve()
                    : Promise.reject(new Error('2026-11-25')),
              },
            ]}
          >
            <Select mode="tags" placeholder="2026-11-25" tokenSeparators={[' ', ',', '，', '、']} open={false} />
          </Form.Item>
        </div>
        <NextDays />
      </fieldset>

      <fieldset className="form-list">
        <legend>{t('plans/member/limits')}</legend>
        <div className="form-grid">
          <Form.Item name={['limits', 'windSpeed']} label={t('plans/limit/wind')} rules={[required]}>
            <InputNumber min={1} max={15} suffix="m/s" />
          </Form.Item>
          <Form.Item name={['limits', 'rainfall']} label={t('plans/limit/rain')} rules={[required]}>
            <Select options={RAIN.map((word, value) => ({ value, label: t(`plans/rain/${word}`) }))} />
          </Form.Item>
          <Form.Item name={['limits', 'batteryPercent']} label={t('plans/limit/battery')} rules={[required]}>
            <InputNumber min={30} max={100} precision={0} suffix="%" />
          </Form.Item>
          <Form.Item name={['limits', 'daylight']} label={t('plans/limit/daylight')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
      </fieldset>
      <Form.Item name="note" label={t('plans/member/note')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </VersionedDialog>
  );
}
