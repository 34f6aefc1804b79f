import { App, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Password, Role, Username, type UserChange, type UserView } from '#contracts';
import { sendJson } from '../api/client.js';
import { livePicture } from '../live/live-picture.js';
import { DivisionSelect } from './division-select.js';
import { FormDialog } from './form-dialog.js';

type Values = UserChange & { username?: string };

/** Makes a user (`user` null) or changes one. */
export function UserDialog({ user, close, done }: { user: UserView | null; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const required = { required: true, message: t('signIn/required') };
  const locked = user?.lockedUntil != null && Date.parse(user.lockedUntil) > livePicture.serverNow();

  const send = async (values: Values) => {
    const { username, password, unlock, ...rest } = values;
    if (user === null) {
      await sendJson('POST', '/api/v1/users', {
        username,
        password,
        displayName: rest.displayName,
        roles: rest.roles,
        divisionCode: rest.divisionCode,
      });
    } else {
      await sendJson('PATCH', `/api/v1/users/${user.id}`, {
        ...rest,
        ...(password ? { password } : {}),
        ...(unlock ? { unlock: true } : {}),
      });
    }
    void message.success(t('users/saved'));
    done();
  };

  return (
    <FormDialog<Values>
      title={user === null ? t('users/add') : t('users/editTitle', { username: user.username })}
      form={form}
      initialValues={user === null ? {} : pickEditable(user)}
      send={send}
      close={close}
    >
      {user === null && (
        <Form.Item name="username" label={t('users/username')} rules={[required, passes(Username)]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="displayName" label={t('users/displayName')} rules={[required, { max: 100 }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="roles" label={t('users/roles')} rules={[required]}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={Role.options.map((role) => ({ value: role, label: t(`users/role/${role}`) }))}
        />
      </Form.Item>
      <Form.Item name="divisionCode" label={t('users/division')} rules={[required]}>
        <DivisionSelect withCounty />
      </Form.Item>
      <Form.Item
        name="password"
        label={user === null ? t('users/password') : t('users/resetPassword')}
        extra={t('password/rule')}
        rules={[...(user === null ? [required] : []), passes(Password)]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {user !== null && (
        <Form.Item name="disabled" valuePropName="checked">
          <Checkbox>{t('users/disableUser')}</Checkbox>
        </Form.Item>
      )}
      {locked && (
        <Form.Item name="unlock" valuePropName="checked">
          <Checkbox>{t('users/unlock')}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  );
}

function pickEditable({ displayName, roles, divisionCode, disabled }: UserView): Values {
  return { displayName, roles, divisionCode, disabled };
}

/** A form rule by a contract's own schema, so that page and server ask for the same. */
function passes(schema: typeof Password | typeof Username) {
  return {
    validator: (_: unknown, value: string | undefined) => {
      if (!value) return Promise.resolve();
      const result = schema.safeParse(value);
      return result.success ? Promise.resolve() : Promise.reject(new Error(result.error.issues[0]?.message));
    },
  };
}
