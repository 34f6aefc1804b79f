import { useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ComparedPicture, SideCaption, frameLabel } from './compared-picture.js';
import type { FrameView } from './frame-view.js';
import type { PicturePair } from './picture-pairs.js';
import { ZoomFrame } from './zoom-frame.js';

/** The left picture over the right one, up to a line that is drawn along. */
export function SwipePictures({
  pair,
  view,
  change,
}: {
  pair: PicturePair;
  view: FrameView;
  change: (next: (view: FrameView) => FrameView) => void;
}) {
  const { t } = useTranslation();
  const [percent, setPercent] = useState(50);
  const stack = useRef<HTMLDivElement>(null);
  const label = frameLabel(t, 'left', pair.left);
  const draw = (event: PointerEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left = 0, width = 1 } = stack.current?.getBoundingClientRect() ?? {};
    setPercent(Math.round(Math.min(100, Math.max(0, ((event.clientX - left) / width) * 100))));
  };
  return (
    <div className="compare-stack" ref={stack} data-swipe={percent}>
      <ZoomFrame label={frameLabel(t, 'right', pair.right)} view={view} change={change}>
        <ComparedPicture media={pair.right} />
      </ZoomFrame>
      <div className="stack-over" style={{ clipPath: `inset(0 ${100 - percent}% 0 0)` }}>
        <ZoomFrame label={label} view={view} change={change}>
          <ComparedPicture media={pair.left} />
        </ZoomFrame>
      </div>
      <div
        className="swipe-line"
        style={{ left: `${percent}%` }}
        onPointerDown={draw}
        onPointerMove={draw}
        aria-hidden="true"
      >
        <span>⇔</span>
      </div>
      <SideCaption side="left" media={pair.left} />
      <SideCaption side="right" media={pair.right} />
      <label className="swipe-range">
        <span className="hidden">{t('compare/swipeAt')}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={percent}
          aria-label={t('compare/swipeAt')}
          onChange={(event) => setPercent(Number(event.target.value))}
        />
      </label>
    </div>
  );
}
