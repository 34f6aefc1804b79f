import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProposalAcceptanceResult } from '#contracts';
import { sendJson } from '../api/client.js';
import { session } from '../api/session.js';
import { TASKS } from '../api/task-queries.js';
import { FormDialog } from '../lists/form-dialog.js';
import { acceptanceOf, type Choice } from './proposal-state.js';

/** Makes tasks of the ticked flights. */
export function AcceptDialog({
  choices,
  close,
  done,
}: {
  choices: readonly Choice[];
  close: () => void;
  done: (result: ProposalAcceptanceResult) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<{ approve: boolean }>();
  const flights = acceptanceOf(choices);
  return (
    <FormDialog<{ approve: boolean }>
      title={t('proposal/accept', { count: flights.length })}
      okText={t('proposal/take')}
      form={form}
      initialValues={{ approve: session.can('tasks.approve') }}
      send={async ({ approve }) => {
        const body = { flights, approve: approve ?? false };
        const result = await sendJson<ProposalAcceptanceResult>('POST', '/api/v1/proposals/acceptances', body);
        await client.invalidateQueries({ queryKey: ['schedule'] });
        void client.invalidateQueries({ queryKey: ['list', TASKS] });
        done(result);
      }}
      close={close}
    >
      <p className="form-hint">{t('proposal/acceptAsk')}</p>
      {session.can('tasks.approve') && (
        <Form.Item name="approve" valuePropName="checked">
          <Checkbox>{t('proposal/acceptApprove')}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  );
}
