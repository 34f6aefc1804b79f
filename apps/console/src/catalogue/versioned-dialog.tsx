import { Button, type FormInstance } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { getJson, sendJson } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { FormDialog } from '../lists/form-dialog.js';
import { changedMembers, sameValue } from './changed-members.js';

interface Versioned {
  id: string;
  version: number;
}

/**
 * Makes a thing (`item` null) or changes one. Only what the writer changed is sent, with the version it is based on;
 * when somebody else was faster, the writer chooses between both changes together and the other's alone.
 */
export function VersionedDialog<View extends Versioned, Values extends object>({
  title,
  width,
  path,
  item,
  form,
  initialValues,
  toValues,
  toRequest,
  nameOf,
  close,
  done,
  children,
}: {
  title: string;
  width?: number;
  /** Of the collection, such as `/api/v1/feature-points`. */
  path: string;
  item: View | null;
  form: FormInstance<Values>;
  /** Of a new thing. */
  initialValues: Partial<Values>;
  toValues: (view: View) => Values;
  /** The request's members; a member of the request is named as the member of the form that it comes from. */
  toRequest: (values: Values) => Record<string, unknown>;
  /** What a member of the request is called on the screen. */
  nameOf: (member: string) => string;
  close: () => void;
  /** The dialog waits for it. */
  done: (saved: View) => void | Promise<void>;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const base = useRef(item);
  const [latest, setLatest] = useState<View | null>(null);
  const requestOf = (view: View) => toRequest(toValues(view));

  const send = async (values: Values) => {
    const held = base.current;
    const request = toRequest(values);
    if (held === null) {
      base.current = await sendJson<View>('POST', path, request);
      return done(base.current);
    }
    const changed = changedMembers(requestOf(held), request);
    // A new thing that was saved, while what belongs to it was not: only that is tried again.
    if (Object.keys(changed).length === 0) return item === null ? done(held) : undefined;
    try {
      await done(await sendJson<View>('PATCH', `${path}/${held.id}`, { ...changed, version: held.version }));
    } catch (error) {
      if (isConflict(error)) setLatest(await getJson<View>(`${path}/${held.id}`));
      throw error;
    }
  };

  const explain = (error: unknown, clear: () => void) => {
    const held = base.current;
    if (!isConflict(error) || held === null || latest === null) return null;
    const values = form.getFieldsValue(true) as Values;
    const mine = Object.keys(changedMembers(requestOf(held), toRequest(values)));
    const both = mine.filter((member) => !sameValue(requestOf(held)[member], requestOf(latest)[member]));
    const take = (next: Values) => {
      base.current = latest;
      setLatest(null);
      form.setFieldsValue(next as never);
      clear();
    };
    const merged = () => {
      const own = Object.fromEntries(Object.entries(values).filter(([member]) => mine.includes(member)));
      take({ ...toValues(latest), ...own });
      form.submit();
    };
    return (
      <div className="conflict">
        <p>
          {both.length > 0
            ? t('catalogue/conflictBoth', { fields: both.map(nameOf).join('、') })
            : t('catalogue/conflictApart')}
        </p>
        <Button size="small" onClick={merged}>
          {t('catalogue/conflictMerge')}
        </Button>
        <Button size="small" onClick={() => take(toValues(latest))}>
          {t('catalogue/conflictReload')}
        </Button>
      </div>
    );
  };

  return (
    <FormDialog<Values>
      title={title}
      width={width}
      form={form}
      initialValues={item === null ? initialValues : toValues(item)}
      send={send}
      close={close}
      explain={explain}
    >
      {children}
    </FormDialog>
  );
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === 'changed_meanwhile';
}
