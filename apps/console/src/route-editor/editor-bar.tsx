import { Button, Dropdown, Input, Popover } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../common/icons.js';
import type { Tool } from './editor-store.js';
import { reverseLeg } from './line-moves.js';
import { useEditor, useParts } from './use-editor.js';
import type { Save } from './use-save.js';

const TOOLS: readonly Tool[] = ['select', 'draw', 'area', 'strip', 'spot'];

/** Which route, with what tool, and how it is saved. */
export function EditorBar({
  save,
  openFile,
  openMove,
  openKeys,
}: {
  save: Save;
  openFile: (file: File) => void;
  openMove: () => void;
  openKeys: () => void;
}) {
  const { t } = useTranslation();
  const { store, row } = useParts();
  const tool = useEditor((state) => state.tool);
  const canUndo = useEditor(({ history }) => history.past.length > 0);
  const canRedo = useEditor(({ history }) => history.future.length > 0);
  const file = useRef<HTMLInputElement>(null);
  return (
    <header className="editor-bar">
      <Link className="editor-back" to={`/routes/${row.id}`} aria-label={t('editor/back', { name: row.name })}>
        <Icon name="back" size={18} />
      </Link>
      <div className="editor-name">
        <h1>
          <span className="hidden">{t('editor/title', { name: '' })}</span>
          {row.name}
        </h1>
        <SaveState />
      </div>
      <div className="editor-tools" role="group" aria-label={t('editor/tool/label')}>
        {TOOLS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === tool}
            title={t(`editor/tool/${one}Help`)}
            onClick={() => store.setTool(one)}
          >
            {t(`editor/tool/${one}`)}
          </button>
        ))}
      </div>
      <div className="editor-steps">
        <Button size="small" disabled={!canUndo} onClick={() => store.undo()} title="Ctrl+Z">
          {t('editor/undo')}
        </Button>
        <Button size="small" disabled={!canRedo} onClick={() => store.redo()} title="Ctrl+Shift+Z">
          {t('editor/redo')}
        </Button>
      </div>
      <span className="editor-space" />
      <input
        ref={file}
        type="file"
        className="hidden"
        tabIndex={-1}
        aria-label={t('editor/import')}
        accept=".kmz,.kml,.wpml,.plan,.geojson,.json,.gpx"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          target.value = '';
          if (chosen) openFile(chosen);
        }}
      />
      <Button size="small" onClick={() => file.current?.click()}>
        {t('editor/import')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'reverse', label: t('editor/reverse') },
            { key: 'move', label: t('editor/move') },
            { key: 'keys', label: `${t('editor/keys')} ?` },
          ],
          onClick: ({ key }) => {
            if (key === 'reverse') store.edit((route) => reverseLeg(route, store.drawing.leg));
            if (key === 'move') openMove();
            if (key === 'keys') openKeys();
          },
        }}
      >
        <Button size="small">{t('editor/more')}</Button>
      </Dropdown>
      <SaveButtons save={save} />
    </header>
  );
}

/** From which version it was drawn, and whether it is saved. */
function SaveState() {
  const { t } = useTranslation();
  const basedOn = useEditor((state) => state.basedOn);
  const dirty = useEditor(({ history, saved }) => history.present.route !== saved);
  return (
    <span className="faint editor-state">
      {basedOn === null ? t('editor/newLine') : t('editor/version', { number: basedOn })}
      {dirty && <b className="editor-unsaved"> · {t('editor/unsaved')}</b>}
    </span>
  );
}

function SaveButtons({ save }: { save: Save }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const go = async (as: 'checked' | 'draft') => {
    if (await save.save(as, note)) setNote('');
    setOpen(false);
  };
  return (
    <>
      <Popover
        trigger="click"
        open={open}
        onOpenChange={setOpen}
        placement="bottomRight"
        content={
          <Input.TextArea
            aria-label={t('editor/saveNote')}
            placeholder={t('editor/saveNotePlaceholder')}
            rows={3}
            maxLength={500}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        }
      >
        <Button size="small" type="text">
          {t('editor/saveNote')}
          {note && ' ●'}
        </Button>
      </Popover>
      <Button size="small" disabled={save.busy} onClick={() => void go('draft')}>
        {t('editor/saveDraft')}
      </Button>
      <Button size="small" type="primary" loading={save.busy} onClick={() => void go('checked')}>
        {t('editor/save')}
      </Button>
    </>
  );
}
