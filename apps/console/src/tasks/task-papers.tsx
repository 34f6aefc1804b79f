import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskPaperworkView, TaskView } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { TASKS, taskQueries } from '../api/task-queries.js';
import { Clock } from '../common/age-text.js';
import { useNow } from '../common/clock.js';
import { QueryStates } from '../common/data-states.js';
import { minutesBetween } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { FormDialog } from '../lists/form-dialog.js';
import { PaperMark } from './task-words.js';

type Action = 'filed' | 'granted' | 'refused' | 'reported' | 'override' | 'confirm';

const PATHS: Readonly<Record<Action, string>> = {
  filed: 'filed',
  granted: 'answered',
  refused: 'answered',
  reported: 'reported',
  override: 'override',
  confirm: 'override/confirm',
};

/** The clock of filing, answer and report, and the papers: by when, how it stands, who did what, and what to do. */
export function TaskPapers({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const query = useQuery(taskQueries.paperwork(task.id));
  const paperwork = query.data;
  return (
    <section className="block" aria-labelledby="task-papers">
      <div className="block-head">
        <h2 id="task-papers">{t('tasks/papers')}</h2>
        {paperwork && <PaperMark level={paperwork.level} />}
      </div>
      <QueryStates query={query}>
        {paperwork && <PaperSteps paperwork={paperwork} />}
        {paperwork && task.outcome === null && <PaperActions task={task} paperwork={paperwork} />}
      </QueryStates>
    </section>
  );
}

function PaperSteps({ paperwork }: { paperwork: TaskPaperworkView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { override } = paperwork;
  return (
    <ul className="paper-steps">
      {paperwork.steps.map(({ step, level, dueAt, doneAt, ...words }) => (
        <li key={step}>
          <PaperMark level={level} word={false} />
          <span>{inLanguage(words)}</span>
          <span className="paper-due number">
            {doneAt !== null ? <Clock at={doneAt} /> : dueAt !== null ? <Due at={dueAt} /> : null}
          </span>
        </li>
      ))}
      {override && (
        <li className="paper-override">
          <PaperMark level={override.confirmedBy === null ? 'amber' : 'green'} word={false} />
          <span>
            {override.confirmedBy === null
              ? t('tasks/overrideAsked', { by: override.askedBy, reason: override.reason })
              : t('tasks/overrideConfirmed', {
                  by: override.askedBy,
                  second: override.confirmedBy,
                  reason: override.reason,
                })}
          </span>
        </li>
      )}
    </ul>
  );
}

/** Until when, or since when it is late. */
function Due({ at }: { at: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const ms = Date.parse(at);
  const minutes = minutesBetween(now, ms);
  const span = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  return (
    <span className={ms < now ? 'word-bad' : minutes < 120 ? 'word-warn' : 'faint'} title={at}>
      {t(ms < now ? 'tasks/lateBy' : 'tasks/dueIn', { span: t('tasks/hoursMinutes', span) })}
    </span>
  );
}

function PaperActions({ task, paperwork }: { task: TaskView; paperwork: TaskPaperworkView }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [action, setAction] = useState<Action | null>(null);
  const [form] = Form.useForm<{ text: string }>();
  const { filed, answer, reported, override } = paperwork;
  const state = session.state();
  const me = state.phase === 'signed_in' ? state.user.username : '';
  const manages = session.can('tasks.manage');
  const filing = paperwork.filingKind !== 'exempt';
  const possible = (
    [
      ['filed', manages && filing && task.state === 'approved'],
      ['granted', manages && filed !== null && answer === null],
      ['refused', manages && filed !== null && answer === null],
      ['reported', manages && answer?.granted === true && reported === null],
      ['override', manages && paperwork.blocksStart && override === null],
      [
        'confirm',
        session.can('tasks.approve') && override !== null && override.confirmedBy === null && override.askedBy !== me,
      ],
    ] as const
  ).filter(([, possible]) => possible);
  const waive = async () => {
    try {
      await sendJson('POST', `${TASKS}/${task.id}/file`, { filed: false, note: '' });
      await client.invalidateQueries({ queryKey: ['task', task.id] });
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language), 6);
    }
  };
  const send = async (of: Action, text: string) => {
    const body = of === 'override' ? { reason: text } : { note: text, ...grantOf(of) };
    await sendJson('POST', `${TASKS}/${task.id}/paperwork/${PATHS[of]}`, body);
    await client.invalidateQueries({ queryKey: ['task', task.id] });
  };
  if (possible.length === 0 && override?.confirmedBy !== null) return null;
  return (
    <div className="paper-actions">
      {possible.map(([name], nr) => (
        <Button
          key={name}
          size="small"
          type={nr === 0 && name !== 'override' ? 'primary' : 'default'}
          danger={name === 'refused'}
          onClick={() => setAction(name)}
        >
          {t(`tasks/paperAction/${name}`)}
        </Button>
      ))}
      {manages && task.state === 'approved' && (
        <Button size="small" onClick={() => void waive()}>
          {t('tasks/waiveFiling')}
        </Button>
      )}
      {override?.confirmedBy === null && override.askedBy === me && (
        <span className="faint">{t('tasks/overrideSecond')}</span>
      )}
      {action && (
        <FormDialog<{ text: string }>
          title={t(`tasks/paperAction/${action}`)}
          okText={t('tasks/record')}
          danger={action === 'refused' || action === 'override'}
          form={form}
          send={({ text }) => send(action, text ?? '')}
          close={() => {
            setAction(null);
            form.resetFields();
          }}
        >
          <p className="form-hint">{t(`tasks/paperActionHelp/${action}`)}</p>
          <Form.Item
            name="text"
            label={action === 'override' ? t('tasks/overrideReason') : t('tasks/paperNote')}
            rules={action === 'override' ? [{ required: true, min: 2, message: t('signIn/required') }] : []}
          >
            <Input.TextArea autoFocus rows={2} maxLength={200} />
          </Form.Item>
        </FormDialog>
      )}
    </div>
  );
}

function grantOf(action: Action): { granted?: boolean } {
  return action === 'granted' ? { granted: true } : action === 'refused' ? { granted: false } : {};
}
