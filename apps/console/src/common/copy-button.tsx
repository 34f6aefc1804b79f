import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Copies a text; also on pages that a browser does not hold for safe, as inside a county's own network without TLS. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    if (await copied(text)) void message.success(t('common/copied'));
  };
  return (
    <Button size="small" aria-label={label} onClick={() => void copy()}>
      {t('common/copy')}
    </Button>
  );
}

async function copied(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    const done = await clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) return true;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
