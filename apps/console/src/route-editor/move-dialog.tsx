import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GeoPoint } from '#geo';
import { LabelledNumber } from './field.js';
import { middleOf, moveRoute, placeBeside } from './line-moves.js';
import { useEditor, useParts } from './use-editor.js';

/** Moves everything that is flown: by metres, to the middle of the map, or above the dock. */
export function MoveDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { store, map } = useParts();
  const dock = useEditor((state) => state.context?.dock?.place ?? null);
  const [east, setEast] = useState(0);
  const [north, setNorth] = useState(0);
  const [up, setUp] = useState(0);
  const middle = middleOf(store.route);
  const go = (to: GeoPoint, rise: number) => {
    if (middle) store.edit((route) => moveRoute(route, middle, to, rise));
    close();
    map?.showRoute();
  };
  return (
    <Modal
      open
      title={t('editor/moving/title')}
      width={420}
      okText={t('editor/moving/go')}
      cancelText={t('common/cancel')}
      okButtonProps={{ disabled: !middle }}
      onOk={() => middle && go(placeBeside(middle, east, north), up)}
      onCancel={close}
    >
      <p className="faint">{t('editor/moving/lead')}</p>
      <div className="fields moving">
        <LabelledNumber label={t('editor/moving/east')} value={east} commit={setEast} />
        <LabelledNumber label={t('editor/moving/north')} value={north} commit={setNorth} />
        <LabelledNumber label={t('editor/moving/up')} value={up} commit={setUp} />
      </div>
      <div className="moving-places">
        <Button size="small" disabled={!middle || !map} onClick={() => map && go(map.middle, 0)}>
          {t('editor/moving/toMiddle')}
        </Button>
        <Button size="small" disabled={!middle || !dock} onClick={() => dock && go(dock, 0)}>
          {t('editor/moving/toDock')}
        </Button>
      </div>
    </Modal>
  );
}
