import { App, Button, Form, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { TaskState, TaskView } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { TASKS } from '../api/task-queries.js';
import { FormDialog } from '../lists/form-dialog.js';
import { OrderButtons } from './task-orders.js';

const TaskDialog = lazy(async () => ({ default: (await import('./task-dialog.js')).TaskDialog }));
const IN_THE_AIR: readonly TaskState[] = ['in_progress', 'paused'];

/** What a person can do with the task in its state. What moves an aircraft is asked for twice. */
export function TaskCommands({ task, done }: { task: TaskView; done: (task: TaskView) => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [busy, setBusy] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'cancel' | 'continue' | null>(null);
  const { state } = task;
  const manages = session.can('tasks.manage');
  const send = async (action: string) => {
    setBusy(action);
    try {
      done(await sendJson<TaskView>('POST', `${TASKS}/${task.id}/${action}`, {}));
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language), 6);
    }
    setBusy(null);
  };
  const step = (action: 'approve' | 'queue' | 'take') => (
    <Button type="primary" loading={busy === action} onClick={() => void send(action)}>
      {t(`tasks/${action}`)}
    </Button>
  );
  const flies = task.executeSentAt !== null;
  return (
    <span className="task-commands" role="group" aria-label={t('tasks/commands')}>
      {state === 'draft' && session.can('tasks.approve') && step('approve')}
      {state === 'filed' && manages && step('queue')}
      {state === 'queued' && task.executor.kind === 'mobile' && session.can('tasks.fly') && step('take')}
      {manages && task.executor.kind === 'dock' && IN_THE_AIR.includes(state) && <OrderButtons task={task} />}
      {manages && task.outcome === null && task.cancelRequestedAt === null && (
        <Button danger onClick={() => setDialog('cancel')}>
          {flies ? t('tasks/cancelFlight') : t('tasks/cancel')}
        </Button>
      )}
      {task.outcome === null && task.cancelRequestedAt !== null && (
        <span className="word-warn">{t('tasks/cancelAsked')}</span>
      )}
      {manages && task.outcome !== null && task.breakPoint !== null && (
        <Button type="primary" onClick={() => setDialog('continue')}>
          {t('tasks/continue', { waypoint: task.breakPoint.index + 1 })}
        </Button>
      )}
      {dialog === 'cancel' && <CancelDialog task={task} flies={flies} close={() => setDialog(null)} done={done} />}
      <Suspense>
        {dialog === 'continue' && (
          <TaskDialog
            continues={task}
            close={() => setDialog(null)}
            done={(next) => void navigate(`/tasks/${next.id}`)}
          />
        )}
      </Suspense>
    </span>
  );
}

function CancelDialog({
  task,
  flies,
  close,
  done,
}: {
  task: TaskView;
  flies: boolean;
  close: () => void;
  done: (task: TaskView) => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ note: string }>();
  return (
    <FormDialog<{ note: string }>
      title={t('tasks/cancelTitle', { name: task.name })}
      okText={flies ? t('tasks/cancelFlight') : t('tasks/cancel')}
      danger
      form={form}
      send={async ({ note }) =>
        done(await sendJson<TaskView>('POST', `${TASKS}/${task.id}/cancel`, { note: note ?? '' }))
      }
      close={close}
    >
      <p className="form-hint">{flies ? t('tasks/cancelFlightAsk') : t('tasks/cancelAsk')}</p>
      <Form.Item name="note" label={t('tasks/cancelNote')}>
        <Input.TextArea autoFocus rows={2} maxLength={500} />
      </Form.Item>
    </FormDialog>
  );
}
