import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BlinkPictures } from './blink-pictures.js';
import { ComparedPicture, SideCaption, frameLabel } from './compared-picture.js';
import { WHOLE, zoomedAt, type FrameView } from './frame-view.js';
import type { PicturePair } from './picture-pairs.js';
import { SwipePictures } from './swipe-pictures.js';
import { ZoomFrame } from './zoom-frame.js';

export const COMPARE_WAYS = ['side', 'swipe', 'blink'] as const;
export type CompareWay = (typeof COMPARE_WAYS)[number];

const STEP = 1.6;

/** Two pictures in one of three ways; enlarging and moving holds for both. */
export function CompareView({ pair, way }: { pair: PicturePair; way: CompareWay }) {
  const { t } = useTranslation();
  const [view, setView] = useState<FrameView>(WHOLE);
  const change = useCallback((next: (now: FrameView) => FrameView) => setView(next), []);
  const frames = { pair, view, change };
  return (
    <div className="compare-view" data-way={way} data-scale={view.scale.toFixed(2)}>
      {way === 'side' && (
        <div className="compare-side">
          {(['left', 'right'] as const).map((side) => (
            <figure key={side} className={`compare-${side}`} data-picture={pair[side].id}>
              <ZoomFrame label={frameLabel(t, side, pair[side])} view={view} change={change}>
                <ComparedPicture media={pair[side]} />
              </ZoomFrame>
              <SideCaption side={side} media={pair[side]} />
            </figure>
          ))}
        </div>
      )}
      {way === 'swipe' && <SwipePictures {...frames} />}
      {way === 'blink' && <BlinkPictures {...frames} />}
      <div className="compare-zoom">
        <Button size="small" onClick={() => change((now) => zoomedAt(now, STEP, 0.5, 0.5))}>
          {t('compare/zoomIn')}
        </Button>
        <Button
          size="small"
          disabled={view.scale === 1}
          onClick={() => change((now) => zoomedAt(now, 1 / STEP, 0.5, 0.5))}
        >
          {t('compare/zoomOut')}
        </Button>
        <Button size="small" disabled={view.scale === 1} onClick={() => setView(WHOLE)}>
          {t('compare/whole')}
        </Button>
        <output className="number faint">{t('compare/scale', { scale: view.scale.toFixed(1) })}</output>
      </div>
    </div>
  );
}
