import { App, Button, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskState, TaskView } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { TASKS } from '../api/task-queries.js';
import { FormDialog } from '../lists/form-dialog.js';

const BEFORE_FLIGHT: readonly TaskState[] = ['draft', 'approved', 'filed', 'queued', 'preparing', 'ready'];

/** What a person can do with the task in its state. What moves an aircraft is asked for twice. */
export function TaskCommands({ task, done }: { task: TaskView; done: (task: TaskView) => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const [canceling, setCanceling] = useState(false);
  const { state } = task;
  const manages = session.can('tasks.manage');
  const send = async (action: string, body: object = {}) => {
    setBusy(action);
    try {
      done(await sendJson<TaskView>('POST', `${TASKS}/${task.id}/${action}`, body));
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language), 6);
    }
    setBusy(null);
  };
  const flies = state === 'in_progress' || state === 'paused' || task.startedAt !== null;
  const open = BEFORE_FLIGHT.includes(state) || state === 'in_progress' || state === 'paused';
  if (!open) return null;
  return (
    <span className="task-commands" role="group" aria-label={t('tasks/commands')}>
      {state === 'draft' && session.can('tasks.approve') && (
        <Button type="primary" loading={busy === 'approve'} onClick={() => void send('approve')}>
          {t('tasks/approve')}
        </Button>
      )}
      {state === 'filed' && manages && (
        <Button type="primary" loading={busy === 'queue'} onClick={() => void send('queue')}>
          {t('tasks/queue')}
        </Button>
      )}
      {manages && state === 'in_progress' && <Twice action="pause" ask={t('tasks/pauseAsk')} busy={busy} send={send} />}
      {manages && state === 'paused' && task.cancelRequestedAt === null && (
        <Twice action="resume" ask={t('tasks/resumeAsk')} busy={busy} send={send} />
      )}
      {manages && (state === 'in_progress' || state === 'paused') && (
        <>
          <Twice action="return-home" ask={t('tasks/returnHomeAsk')} busy={busy} send={send} />
          <Twice action="cancel-return-home" ask={t('tasks/cancelReturnHomeAsk')} busy={busy} send={send} />
        </>
      )}
      {manages && task.cancelRequestedAt === null && (
        <Button danger onClick={() => setCanceling(true)}>
          {flies ? t('tasks/cancelFlight') : t('tasks/cancel')}
        </Button>
      )}
      {canceling && <CancelDialog task={task} flies={flies} close={() => setCanceling(false)} done={done} />}
    </span>
  );
}

/** A command to the aircraft: a button, and the question with its consequence. */
function Twice({
  action,
  ask,
  busy,
  send,
}: {
  action: 'pause' | 'resume' | 'return-home' | 'cancel-return-home';
  ask: string;
  busy: string | null;
  send: (action: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const word = t(`tasks/command/${action}`);
  return (
    <Popconfirm
      title={word}
      description={<span className="command-ask">{ask}</span>}
      okText={t('tasks/confirmCommand', { command: word })}
      cancelText={t('common/cancel')}
      onConfirm={() => send(action)}
    >
      <Button loading={busy === action}>{word}</Button>
    </Popconfirm>
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
