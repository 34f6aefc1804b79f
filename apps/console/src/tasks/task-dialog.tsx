import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { PLAN_PRIORITIES, TaskPriority, type NewTask, type TaskView } from '#contracts';
import { sendJson } from '../api/client.js';
import { planQueries } from '../api/plan-queries.js';
import { TASKS } from '../api/task-queries.js';
import { dayOf, instantOf, shortClock } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { FormDialog } from '../lists/form-dialog.js';
import { livePicture } from '../live/live-picture.js';

interface Values {
  routeId: string;
  name?: string;
  priority: TaskPriority;
  day: string;
  from: string;
  to: string;
  note?: string;
}

/** The first window that is offered begins in so many minutes, and is so long. */
const [SOON, LONG] = [10 * 60_000, 60 * 60_000];

/** A new flight of an approved route. Where it continues a broken one, the route is given. */
export function TaskDialog({
  continues = null,
  close,
  done,
}: {
  /** The task whose route is flown on from its break point. */
  continues?: TaskView | null;
  close: () => void;
  done: (task: TaskView) => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const inLanguage = useInLanguage();
  const [form] = Form.useForm<Values>();
  const routes = useQuery(planQueries.routes());
  const routeId = Form.useWatch('routeId', form) as string | undefined;
  const route = routes.data?.find(({ id }) => id === routeId);
  const required = { required: true, message: t('signIn/required') };
  const clock = { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: '08:30' };
  const soon = Math.ceil((livePicture.serverNow() + SOON) / 300_000) * 300_000;

  const send = async ({ routeId: chosen, name, priority, day, from, to, note }: Values) => {
    const body: Partial<NewTask> = {
      routeId: chosen,
      ...(name ? { name } : {}),
      priority,
      windowStart: new Date(instantOf(day, from)!).toISOString(),
      windowEnd: new Date(instantOf(day, to)!).toISOString(),
      note: note ?? '',
      continues: continues?.id ?? null,
    };
    const task = await sendJson<TaskView>('POST', TASKS, body);
    void message.success(t('tasks/added'));
    done(task);
  };

  return (
    <FormDialog<Values>
      title={continues ? t('tasks/continueTitle', { name: continues.name }) : t('tasks/addTitle')}
      okText={t('tasks/create')}
      width={620}
      form={form}
      initialValues={{
        routeId: continues?.route.id,
        priority: continues?.priority ?? 'routine',
        day: dayOf(soon),
        from: shortClock(soon),
        to: shortClock(Math.min(soon + LONG, new Date(soon).setHours(23, 55, 0, 0))),
      }}
      send={send}
      close={close}
    >
      <Form.Item
        name="routeId"
        label={t('tasks/route')}
        rules={[required]}
        extra={route && (route.homeDock?.name ?? t('routes/noDock'))}
      >
        <Select
          disabled={continues !== null}
          loading={routes.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(routes.data ?? []).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
      </Form.Item>
      <div className="form-grid">
        <Form.Item name="day" label={t('tasks/day')} rules={[required]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="from" label={t('tasks/earliest')} rules={[required, clock]}>
          <Input placeholder="08:30" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="to"
          label={t('tasks/latest')}
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
          <Input placeholder="09:30" autoComplete="off" />
        </Form.Item>
        <Form.Item name="priority" label={t('tasks/priority')} rules={[required]}>
          <Select
            options={TaskPriority.options.map((value) => ({ value, label: inLanguage(PLAN_PRIORITIES[value]) }))}
          />
        </Form.Item>
        <Form.Item name="name" label={t('tasks/name')} className="form-wide">
          <Input placeholder={route?.name} maxLength={100} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('tasks/note')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDialog>
  );
}
