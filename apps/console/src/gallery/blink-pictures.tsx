import { Button, Checkbox } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ComparedPicture, SideCaption, frameLabel } from './compared-picture.js';
import type { FrameView } from './frame-view.js';
import type { PicturePair } from './picture-pairs.js';
import { ZoomFrame } from './zoom-frame.js';

/** Never faster: flashing harms some people. */
const EVERY_MS = 1000;

/** Both pictures at one place in turn: by the reader's hand, or once a second where motion is not to be reduced. */
export function BlinkPictures({
  pair,
  view,
  change,
}: {
  pair: PicturePair;
  view: FrameView;
  change: (next: (view: FrameView) => FrameView) => void;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'left' | 'right'>('left');
  const [auto, setAuto] = useState(false);
  const reduced = useReducedMotion();
  const runs = auto && !reduced;
  const toggle = () => setShown((now) => (now === 'left' ? 'right' : 'left'));
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(toggle, EVERY_MS);
    return () => clearInterval(timer);
  }, [runs]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== ' ' || (event.target as HTMLElement).closest('button, input, a, [role="dialog"]')) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <div className="compare-stack" data-shown={shown} data-auto={runs}>
        <ZoomFrame label={frameLabel(t, shown, pair[shown])} view={view} change={change}>
          {/* Both are there, so that changing them needs no loading. */}
          {(['left', 'right'] as const).map((side) => (
            <div key={side} className={side === shown ? 'blink-shown' : 'blink-away'} aria-hidden={side !== shown}>
              <ComparedPicture media={pair[side]} />
            </div>
          ))}
        </ZoomFrame>
        <SideCaption side={shown} media={pair[shown]} />
      </div>
      <div className="blink-bar">
        <Button type="primary" size="small" onClick={toggle}>
          {t('compare/toggle')}
        </Button>
        <output>{t('compare/shown', { side: t(`compare/${shown}`) })}</output>
        <Checkbox checked={runs} disabled={reduced} onChange={(event) => setAuto(event.target.checked)}>
          {t('compare/auto')}
        </Checkbox>
        {reduced && <span className="faint">{t('compare/autoReduced')}</span>}
      </div>
    </>
  );
}

function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)');
    const change = () => setReduced(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return reduced;
}
