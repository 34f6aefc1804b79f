import { App, AutoComplete, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { EVERY_SUBJECT, PAPER_KINDS, PaperKind, type PaperView } from '#contracts';
import { PAPERS } from '../api/paper-queries.js';
import { VersionedDialog } from '../catalogue/versioned-dialog.js';
import { useInLanguage } from '../common/two-languages.js';
import { useDevices } from '../live/live-hooks.js';
import { session } from '../api/session.js';

interface PaperValues {
  kind: PaperKind;
  subject: string;
  number: string;
  issuer: string;
  validFrom: string;
  validTo: string;
  note: string;
}

/** Puts a paper on file (`paper` null) or changes one; kind and subject of a paper never change. */
export function PaperDialog({
  paper,
  close,
  done,
}: {
  paper: PaperView | null;
  close: () => void;
  done: (saved: PaperView) => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const inLanguage = useInLanguage();
  const [form] = Form.useForm<PaperValues>();
  const kind = Form.useWatch('kind', form) as PaperKind | undefined;
  const aircraft = useDevices().filter((device) => device.kind === 'aircraft');
  const required = { required: true, whitespace: true, message: t('signIn/required') };
  const everyone = { value: EVERY_SUBJECT, label: t('papers/everyone') };
  const state = session.state();
  const own = state.phase === 'signed_in' ? state.user : null;
  const subjects =
    kind === 'pilot_licence'
      ? [everyone, ...(own ? [{ value: own.username, label: `${own.displayName} ${own.username}` }] : [])]
      : [
          ...(kind === 'insurance' ? [everyone] : []),
          ...aircraft.map(({ sn, name }) => ({ value: sn, label: `${name} ${sn}` })),
        ];
  return (
    <VersionedDialog<PaperView, PaperValues>
      title={paper === null ? t('papers/addTitle') : t('catalogue/editOf', { name: paper.number })}
      width={620}
      path={PAPERS}
      item={paper}
      form={form}
      initialValues={{ kind: 'aircraft_registration' }}
      toValues={valuesOf}
      toRequest={requestOf}
      nameOf={(member) => t(`papers/member/${member}` as 'papers/member/number')}
      close={close}
      done={(saved) => {
        void message.success(t('catalogue/saved'));
        done(saved);
      }}
    >
      <div className="form-pair">
        <Form.Item name="kind" label={t('papers/kind')} rules={[{ required: true }]}>
          <Select
            disabled={paper !== null}
            options={PaperKind.options.map((one) => ({ value: one, label: inLanguage(PAPER_KINDS[one]) }))}
            onChange={() => form.setFieldValue('subject', '')}
          />
        </Form.Item>
        <Form.Item
          name="subject"
          label={kind === 'pilot_licence' ? t('papers/pilot') : t('papers/aircraft')}
          rules={[required, { max: 64 }]}
        >
          <AutoComplete
            disabled={paper !== null}
            options={subjects}
            showSearch={{
              filterOption: (typed, option) => `${option?.value} ${option?.label}`.includes(typed),
            }}
            {...(kind === 'pilot_licence' ? {} : { placeholder: t('papers/pickAircraft') })}
          />
        </Form.Item>
        <Form.Item name="number" label={t('papers/number')} rules={[required, { max: 100 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="issuer" label={t('papers/issuer')} rules={[{ max: 100 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="validFrom" label={t('papers/validFrom')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="validTo" label={t('papers/validTo')} tooltip={t('papers/noEnd')}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('papers/note')} rules={[{ max: 500 }]}>
        <Input.TextArea rows={2} />
      </Form.Item>
    </VersionedDialog>
  );
}

function valuesOf(paper: PaperView): PaperValues {
  const { kind, subject, number, issuer, note } = paper;
  return { kind, subject, number, issuer, note, validFrom: paper.validFrom ?? '', validTo: paper.validTo ?? '' };
}

function requestOf({ kind, subject, number, issuer, validFrom, validTo, note }: PaperValues): Record<string, unknown> {
  return {
    kind,
    subject,
    number,
    issuer: issuer ?? '',
    validFrom: validFrom || null,
    validTo: validTo || null,
    note: note ?? '',
  };
}
