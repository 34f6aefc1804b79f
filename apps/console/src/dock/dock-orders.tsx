import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DockOrderGroup, type DockOrderOffer, type DockOrderPage, type DockOrderView, type Fact } from '#contracts';
import { sendJson } from '../api/client.js';
import { dockAddress, dockQueries } from '../api/dock-queries.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { Clock } from '../common/age-text.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { useInLanguage } from '../common/two-languages.js';
import { livePicture } from '../live/live-picture.js';
import { ReasonText } from '../tasks/task-words.js';
import { OrderStateTag } from './dock-words.js';
import { isOpen, OrderCourse, OrderDialog } from './order-dialog.js';

/** Orders to a dock: what may be ordered, in two steps, and what became of those before. */
export function DockOrders({ sn }: { sn: string }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const query = useQuery(dockQueries.orders(sn));
  const keep = useKeptOrder(sn);
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState<string | null>(null);
  const ask = async ({ method, action }: DockOrderOffer) => {
    setAsking(keyOf({ method, action }));
    try {
      const order = await sendJson<DockOrderView>('POST', `${dockAddress(sn)}/orders`, { method, action });
      keep(order);
      setChosen(order.id);
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language), 6);
    }
    setAsking(null);
  };
  const orders = query.data?.items ?? [];
  const shown = orders.find(({ id }) => id === chosen);
  return (
    <section className="block" aria-labelledby="dock-orders">
      <h2 id="dock-orders">{t('dock/orders')}</h2>
      <QueryStates query={query}>
        {session.can('docks.command') ? (
          <Offers offers={query.data?.offers ?? []} asking={asking} ask={(offer) => void ask(offer)} />
        ) : (
          <p className="faint">{t('dock/mayNotOrder')}</p>
        )}
        <OrderList orders={orders} open={setChosen} />
      </QueryStates>
      {shown && <OrderDialog order={shown} changed={keep} close={() => setChosen(null)} />}
    </section>
  );
}

/** Keeps an order in the list as it changes, by the answers of the server and by its facts. */
function useKeptOrder(sn: string): (order: DockOrderView) => void {
  const client = useQueryClient();
  const keep = useMemo(
    () => (order: DockOrderView) => {
      client.setQueryData<DockOrderPage>(dockQueries.orders(sn).queryKey, (page) => {
        if (!page) return page;
        const known = page.items.some(({ id }) => id === order.id);
        const items = known
          ? page.items.map((one) => (one.id === order.id ? newer(one, order) : one))
          : [order, ...page.items];
        return { ...page, items };
      });
      // what may be ordered follows from what is under way
      if (order.state !== 'in_progress') void client.invalidateQueries({ queryKey: ['dock', sn] });
    },
    [client, sn],
  );
  useEffect(() => {
    return livePicture.onFact((fact: Fact) => {
      if (fact.name === 'dock_order.changed' && fact.data.order.dockSn === sn) keep(fact.data.order);
    });
  }, [keep, sn]);
  return keep;
}

/** An answer may come after a fact that tells of a later state. */
function newer(before: DockOrderView, after: DockOrderView): DockOrderView {
  return before.settledAt !== null && after.settledAt === null ? before : after;
}

function Offers({
  offers,
  asking,
  ask,
}: {
  offers: readonly DockOrderOffer[];
  asking: string | null;
  ask: (offer: DockOrderOffer) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const groups = DockOrderGroup.options
    .map((group) => ({ group, offers: offers.filter((offer) => offer.group === group) }))
    .filter((one) => one.offers.length > 0);
  const refusals = offers.flatMap(({ refusal, method }) => (refusal && method !== 'debug_mode_close' ? [refusal] : []));
  // one sentence when nearly all wait for the same
  const common = refusals.find((one) => refusals.filter(({ code }) => code === one.code).length > offers.length / 2);
  return (
    <div className="order-offers">
      {common && <p className="order-common">{t('dock/allWait', { why: inLanguage(common) })}</p>}
      {groups.map(({ group, offers: own }) => (
        <div key={group} className="order-group" role="group" aria-label={t(`dock/group/${group}`)}>
          <span className="order-group-name">{t(`dock/group/${group}`)}</span>
          <span className="order-buttons">
            {own.map((offer) => (
              <Tooltip key={keyOf(offer)} title={offer.refusal ? inLanguage(offer.refusal) : undefined}>
                <Button
                  size="small"
                  danger={offer.risk === 'high'}
                  disabled={offer.refusal !== null}
                  loading={asking === keyOf(offer)}
                  onClick={() => ask(offer)}
                >
                  {inLanguage(offer)}
                </Button>
              </Tooltip>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function OrderList({ orders, open }: { orders: readonly DockOrderView[]; open: (id: string) => void }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  if (orders.length === 0) return <Empty>{t('dock/noOrders')}</Empty>;
  return (
    <>
      <h3>{t('dock/ordersBefore')}</h3>
      <ul className="order-list">
        {orders.map((order) => (
          <li key={order.id}>
            <Clock at={order.askedAt} />
            <Button type="link" size="small" onClick={() => open(order.id)}>
              {inLanguage(order)}
            </Button>
            <OrderStateTag state={order.state} />
            <span className="faint">{order.by}</span>
            {isOpen(order) && order.state !== 'asked' ? (
              <OrderCourse order={order} />
            ) : (
              order.outcome && order.state !== 'ok' && <ReasonText reason={order.outcome} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function keyOf({ method, action }: Pick<DockOrderOffer, 'method' | 'action'>): string {
  return `${method} ${action ?? ''}`;
}
