import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { OPEN_DOCK_ORDERS, type DockOrderView } from '#contracts';
import { sendJson } from '../api/client.js';
import { dockAddress } from '../api/dock-queries.js';
import { sentenceOf } from '../api/problem.js';
import { useNow } from '../common/clock.js';
import { useInLanguage } from '../common/two-languages.js';
import { ReasonText } from '../tasks/task-words.js';
import { OrderStateTag, RiskTag } from './dock-words.js';

/** Whether an order may still change. */
export function isOpen(order: DockOrderView): boolean {
  return (OPEN_DOCK_ORDERS as readonly string[]).includes(order.state);
}

/**
 * The second step of an order, and then its course to the end: what will happen, whom it touches, how long it may still
 * be confirmed. Closing it before takes the order back; closing it later changes nothing.
 */
export function OrderDialog({
  order,
  changed,
  close,
}: {
  /** As it is now. */
  order: DockOrderView;
  changed: (order: DockOrderView) => void;
  close: () => void;
}) {
  const { t, i18n } = useTranslation();
  const inLanguage = useInLanguage();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { state } = order;
  const send = async (action: 'confirm' | 'withdraw') => {
    setBusy(true);
    setError(null);
    try {
      changed(await sendJson<DockOrderView>('POST', `${dockAddress(order.dockSn)}/orders/${order.id}/${action}`));
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  };
  const leave = () => {
    if (state === 'asked') void send('withdraw');
    close();
  };
  return (
    <Modal
      open
      title={t('dock/orderTitle', { order: inLanguage(order), dock: order.dockName })}
      width={520}
      onCancel={leave}
      footer={
        state === 'asked' ? (
          <>
            <Button onClick={leave}>{t('dock/notNow')}</Button>
            <Button type="primary" danger={order.risk === 'high'} loading={busy} onClick={() => void send('confirm')}>
              {t('dock/confirmOrder', { order: inLanguage(order) })}
            </Button>
          </>
        ) : (
          <Button type={isOpen(order) ? 'default' : 'primary'} onClick={close}>
            {isOpen(order) ? t('dock/leaveRunning') : t('common/close')}
          </Button>
        )
      }
    >
      <div className="order-dialog">
        <p className="order-marks">
          <RiskTag risk={order.risk} />
          <OrderStateTag state={state} />
          {state === 'asked' && <Countdown until={order.confirmBefore} />}
        </p>
        <p>{i18n.language === 'en' ? order.happensEn : order.happensZh}</p>
        {state === 'asked' && <Affected order={order} close={leave} />}
        {state !== 'asked' && <OrderCourse order={order} />}
        {error !== null && (
          <div className="form-error" role="alert">
            {sentenceOf(error, i18n.language)}
          </div>
        )}
      </div>
    </Modal>
  );
}

function Affected({ order, close }: { order: DockOrderView; close: () => void }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return (
    <div className="order-affected">
      <h3>{t('dock/affected')}</h3>
      {order.affected.length === 0 ? (
        <p className="faint">{t('dock/nobodyAffected')}</p>
      ) : (
        <ul>
          {order.affected.map((line) => (
            <li key={line.zh}>
              {inLanguage(line)}{' '}
              {line.taskId && (
                <Link to={`/tasks/${line.taskId}`} onClick={close}>
                  {t('dock/openTask')}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The course of an order: how far it is, in what step, and how it ended. */
export function OrderCourse({ order }: { order: DockOrderView }) {
  const { t, i18n } = useTranslation();
  const open = isOpen(order);
  const step = (i18n.language === 'en' ? order.stepEn : order.stepZh) ?? order.step;
  const percent = order.percent ?? 0;
  return (
    <div className="order-course" aria-live="polite">
      {(open || order.percent !== null) && (
        <>
          <div
            className={`order-bar order-bar-${order.state}`}
            role="progressbar"
            aria-label={t('dock/progress')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(percent)}
          >
            <span style={{ width: `${percent}%` }} />
          </div>
          <p className="number">
            {Math.round(percent)}% {step && <span className="faint">{step}</span>}
          </p>
        </>
      )}
      {open && order.deadline && <Deadline at={order.deadline} />}
      {order.outcome && (
        <div className={order.state === 'ok' ? 'order-end order-end-good' : 'order-end'}>
          <ReasonText reason={order.outcome} next={order.outcome.acting !== 'nobody'} />
        </div>
      )}
    </div>
  );
}

function Countdown({ until }: { until: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return (
    <span className={left <= 10 ? 'word-bad number' : 'faint number'}>
      {left > 0 ? t('dock/secondsLeft', { seconds: left }) : t('dock/lapsed')}
    </span>
  );
}

function Deadline({ at }: { at: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const left = Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));
  return <p className="faint number">{t('dock/deadline', { seconds: left })}</p>;
}
