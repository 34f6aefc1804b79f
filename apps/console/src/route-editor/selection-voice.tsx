import { useTranslation } from 'react-i18next';
import { rangeOf } from './selection.js';
import { useDrawing } from './use-editor.js';

/** Says what is chosen to those who do not see it. */
export function SelectionVoice() {
  const { t } = useTranslation();
  const { route, selection } = useDrawing();
  const leg = selection && route.legs[selection.leg];
  const focus = leg?.waypoints[selection!.focus];
  const range = selection && rangeOf(selection);
  const sentence =
    !leg || !focus || !range
      ? ''
      : range.from === range.to
        ? t('editor/say/chosen', {
            number: range.from + 1,
            count: leg.waypoints.length,
            height: focus.height ?? t('common/none'),
          })
        : t('editor/say/chosenSeveral', { from: range.from + 1, to: range.to + 1 });
  return (
    <p className="hidden" role="status" aria-live="polite">
      {sentence}
    </p>
  );
}
