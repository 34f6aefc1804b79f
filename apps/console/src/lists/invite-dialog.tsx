import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JoinCodeView, NewJoinCode } from '#contracts';
import { sendJson } from '../api/client.js';
import { Clock } from '../common/age-text.js';
import { DivisionSelect } from './division-select.js';
import { FormDialog } from './form-dialog.js';

const STAYS = [60, 240, 480, 1440, 4320, 10_080, 44_640];
const LIVES = [15, 60, 240, 1440];

/** Makes a join code and shows it, once. */
export function InviteDialog({ close, done }: { close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewJoinCode>();
  const [made, setMade] = useState<JoinCodeView | null>(null);
  const required = { required: true, message: t('signIn/required') };
  const span = (minutes: number) =>
    minutes % 1440 === 0
      ? t('guests/days', { count: minutes / 1440 })
      : minutes % 60 === 0
        ? t('guests/hours', { count: minutes / 60 })
        : t('guests/minutes', { count: minutes });
  const spans = (choices: number[]) => choices.map((minutes) => ({ value: minutes, label: span(minutes) }));

  if (made) return <MadeCode made={made} close={close} />;
  return (
    <FormDialog<NewJoinCode>
      title={t('guests/invite')}
      okText={t('guests/invite')}
      form={form}
      initialValues={{ stayMinutes: 480, codeMinutes: 60 }}
      send={async (values) => {
        const view = await sendJson<JoinCodeView>('POST', '/api/v1/join-codes', values);
        done();
        setMade(view);
        return 'stay';
      }}
      close={close}
    >
      <Form.Item name="pilotName" label={t('guests/pilot')} rules={[required, { max: 50 }]}>
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="permit" label={t('guests/permit')} rules={[required, { max: 100 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="divisionCode" label={t('guests/division')} rules={[required]}>
        <DivisionSelect withCounty />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="stayMinutes" label={t('guests/stay')}>
          <Select options={spans(STAYS)} />
        </Form.Item>
        <Form.Item name="codeMinutes" label={t('guests/codeLife')}>
          <Select options={spans(LIVES)} />
        </Form.Item>
      </div>
    </FormDialog>
  );
}

function MadeCode({ made, close }: { made: JoinCodeView; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('guests/codeTitle')} footer={null} onCancel={close} width={420}>
      <div className="join-code">
        <output className="number" aria-label={t('guests/codeTitle')}>
          {made.code}
        </output>
        <p>
          <strong>{made.pilotName}</strong> · {made.divisionName} · {t('guests/expires')} <Clock at={made.expiresAt} />
        </p>
        <p>
          {t('guests/joinAt')} <code>{new URL('/join', location.href).href}</code>
        </p>
        <p className="faint">{t('guests/codeOnce')}</p>
      </div>
    </Modal>
  );
}
