import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['Tab', 'tab'],
  ['J K', 'jk'],
  ['Shift + J K', 'shiftJk'],
  ['← ↑ → ↓', 'arrows'],
  ['Shift + ← ↑ → ↓', 'shiftArrows'],
  ['PgUp PgDn', 'page'],
  ['Insert', 'insert'],
  ['Delete', 'delete'],
  ['Ctrl + A', 'all'],
  ['Ctrl + Z', 'undo'],
  ['Ctrl + Shift + Z', 'redo'],
  ['V D', 'tools'],
  ['Enter', 'enter'],
  ['Esc', 'escape'],
  ['+ −', 'zoom'],
  ['Ctrl + S', 'save'],
  ['?', 'help'],
] as const;

/** Every key of the editor. */
export function KeyHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('editor/keysTitle')} width={520} footer={null} onCancel={close}>
      <dl className="key-help">
        {KEYS.map(([key, name]) => (
          <div key={name}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`editor/key/${name}`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>{t('editor/key/mouse')}</kbd>
          </dt>
          <dd>{t('editor/key/mouseText')}</dd>
        </div>
      </dl>
    </Modal>
  );
}
