import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanState, PlanView } from '#contracts';
import { sendJson } from '../api/client.js';
import { PLANS } from '../api/plan-queries.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';

/** What can be done with a plan in its state. An ended plan stays as it is. */
export function PlanActions({
  plan,
  change,
  done,
}: {
  plan: PlanView;
  change: (plan: PlanView) => void;
  done: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  if (!session.can('tasks.manage') || plan.state === 'ended') return null;
  const approve = async () => {
    try {
      await sendJson('POST', `${PLANS}/${plan.id}/approve`, { note: '', version: plan.version });
      void message.success(t('plans/approvedDone', { name: plan.name }));
      done();
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
  };
  const move = async (state: PlanState) => {
    try {
      await sendJson('PATCH', `${PLANS}/${plan.id}`, { state, version: plan.version });
      void message.success(t(`plans/moved/${state}`, { name: plan.name }));
      done();
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
  };
  return (
    <span className="row-actions">
      {plan.approval === null && session.can('tasks.approve') && (
        <Popconfirm
          title={t('plans/approve')}
          description={t('plans/approveAsk')}
          okText={t('plans/approve')}
          cancelText={t('common/cancel')}
          onConfirm={approve}
        >
          <Button size="small" type="primary">
            {t('plans/approve')}
          </Button>
        </Popconfirm>
      )}
      <Button size="small" onClick={() => change(plan)}>
        {t('plans/edit')}
      </Button>
      {plan.state === 'active' ? (
        <Button size="small" onClick={() => void move('suspended')}>
          {t('plans/suspend')}
        </Button>
      ) : (
        <Button size="small" type="primary" ghost onClick={() => void move('active')}>
          {t('plans/takeUp')}
        </Button>
      )}
      <Popconfirm
        title={t('plans/end')}
        description={t('plans/endAsk')}
        okText={t('plans/end')}
        okButtonProps={{ danger: true }}
        cancelText={t('common/cancel')}
        onConfirm={() => move('ended')}
      >
        <Button size="small" danger>
          {t('plans/end')}
        </Button>
      </Popconfirm>
    </span>
  );
}
