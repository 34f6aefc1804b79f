import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  FLIGHT_ORDER_STATES,
  FLIGHT_ORDERS,
  FlightOrderKind,
  type FlightOrderState,
  type FlightOrderView,
  type TaskView,
} from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { TASKS, taskQueries } from '../api/task-queries.js';
import { Clock } from '../common/age-text.js';
import { useInLanguage } from '../common/two-languages.js';
import { ReasonText } from './task-words.js';

const LOOK: Readonly<Record<FlightOrderState, string>> = {
  asked: 'faint',
  sent: 'faint',
  accepted: 'word-good',
  refused: 'word-bad',
  silent: 'word-warn',
  not_sent: 'word-bad',
};

/** Orders to an aircraft in the air: each is asked about with its consequence before it goes out. */
export function OrderButtons({ task }: { task: TaskView }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const inLanguage = useInLanguage();
  const client = useQueryClient();
  const { data } = useQuery(taskQueries.orders(task.id));
  const [busy, setBusy] = useState<FlightOrderKind | null>(null);
  const give = async (kind: FlightOrderKind) => {
    setBusy(kind);
    try {
      await sendJson<FlightOrderView>('POST', `${TASKS}/${task.id}/${kind.replaceAll('_', '-')}`, {});
      await client.invalidateQueries({ queryKey: ['task', task.id, 'orders'] });
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language), 6);
    }
    setBusy(null);
  };
  if (!data) return null;
  // One of a pair is shown: what does not fit the moment is told on hover, not piled up.
  const shown = FlightOrderKind.options.filter(
    (kind) => data.allowed.includes(kind) || kind === 'pause' || kind === 'return_home',
  );
  return shown.map((kind) => {
    const word = inLanguage(FLIGHT_ORDERS[kind]);
    const refused = data.refused.find((one) => one.kind === kind);
    if (refused && data.allowed.includes(partnerOf(kind))) return null;
    return (
      <Popconfirm
        key={kind}
        disabled={refused !== undefined}
        title={word}
        description={<span className="command-ask">{t(`tasks/orderAsk/${kind}`)}</span>}
        okText={t('tasks/confirmCommand', { command: word })}
        cancelText={t('common/cancel')}
        onConfirm={() => give(kind)}
      >
        <Button loading={busy === kind} disabled={refused !== undefined} title={refused && inLanguage(refused)}>
          {word}
        </Button>
      </Popconfirm>
    );
  });
}

function partnerOf(kind: FlightOrderKind): FlightOrderKind {
  switch (kind) {
    case 'pause':
      return 'resume';
    case 'resume':
      return 'pause';
    case 'return_home':
      return 'cancel_return_home';
    case 'cancel_return_home':
      return 'return_home';
  }
}

/** What people told the flight, and what the dock said to it. */
export function OrderList({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { data } = useQuery(taskQueries.orders(task.id));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="block" aria-labelledby="task-orders">
      <h2 id="task-orders">{t('tasks/orders')}</h2>
      <ul className="order-list">
        {data.items.map((order) => (
          <li key={order.id}>
            <Clock at={order.askedAt} />
            <b>{inLanguage(FLIGHT_ORDERS[order.kind])}</b>
            <span className={LOOK[order.state]}>{inLanguage(FLIGHT_ORDER_STATES[order.state])}</span>
            <span className="faint">{order.by}</span>
            {order.refusal && <ReasonText reason={order.refusal} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
