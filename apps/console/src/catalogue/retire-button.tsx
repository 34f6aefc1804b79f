import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CatalogueState } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';

/** Retires a thing of the catalogue after asking, or brings it back. */
export function RetireButton<View extends { id: string; name: string; version: number }>({
  path,
  item,
  state,
  done,
}: {
  path: string;
  item: View;
  state: CatalogueState;
  done: (saved: View) => void;
}) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const { name } = item;
  const move = async (next: CatalogueState) => {
    try {
      done(await sendJson<View>('PATCH', `${path}/${item.id}`, { state: next, version: item.version }));
      void message.success(next === 'retired' ? t('catalogue/retired', { name }) : t('catalogue/restored', { name }));
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
  };
  if (state === 'retired') return <Button onClick={() => void move('active')}>{t('catalogue/restore')}</Button>;
  return (
    <Popconfirm
      title={t('catalogue/retire')}
      description={t('catalogue/retireAsk')}
      okText={t('catalogue/retire')}
      cancelText={t('common/cancel')}
      onConfirm={() => move('retired')}
    >
      <Button danger>{t('catalogue/retire')}</Button>
    </Popconfirm>
  );
}
