import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from './use-editor.js';

const KINDS = ['keep_out', 'temporary', 'caution'] as const;

/** What the lines and patterns on the map mean; kinds of areas only where there are some. */
export function EditorLegend() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const context = useEditor((state) => state.context);
  const kinds = KINDS.filter((kind) => context?.airspace.some((area) => area.kind === kind));
  return (
    <div className="legend">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('map/legend')}
      </button>
      {open && (
        <ul>
          {kinds.map((kind) => (
            <li key={kind}>
              <i className={`editor-mark editor-mark-${kind}`} />
              {t(`editor/legend/${kind}`)}
            </li>
          ))}
          <li>
            <i className="editor-mark editor-mark-reach" />
            {t('editor/legend/reach')}
          </li>
          <li>
            <i className="editor-mark editor-mark-point" />
            {t('editor/legend/point')}
          </li>
        </ul>
      )}
    </div>
  );
}
