import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditor, useParts } from './use-editor.js';

/** What a click does now, and how to end it, while something is drawn. */
export function SketchBar() {
  const { t } = useTranslation();
  const { store } = useParts();
  const tool = useEditor((state) => state.tool);
  const corners = useEditor((state) => state.sketch.length);
  const sketched = useEditor((state) => state.sketched);
  if (tool === 'select' || sketched) return null;
  const enough = tool === 'draw' || corners >= (tool === 'area' ? 3 : tool === 'strip' ? 2 : 1);
  return (
    <div className="sketch-bar" role="status">
      <span>{t(`editor/sketch/${tool}`)}</span>
      {tool !== 'draw' && tool !== 'spot' && (
        <Button size="small" disabled={corners === 0} onClick={() => store.dropCorner()}>
          {t('editor/sketch/undoCorner')}
        </Button>
      )}
      {tool !== 'spot' && (
        <Button
          size="small"
          type="primary"
          disabled={!enough}
          onClick={() => (tool === 'draw' ? store.setTool('select') : store.finishSketch())}
        >
          {t('editor/sketch/finish')}
        </Button>
      )}
      {tool !== 'draw' && (
        <Button size="small" onClick={() => store.setTool('select')}>
          {t('editor/sketch/cancel')}
        </Button>
      )}
    </div>
  );
}
