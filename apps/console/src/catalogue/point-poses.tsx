import { useTranslation } from 'react-i18next';
import type { PicturePose } from '#contracts';
import { Empty } from '../common/data-states.js';

/** From where, and with which look, the pictures of a point are taken. */
export function PointPoses({ poses }: { poses: readonly PicturePose[] }) {
  const { t } = useTranslation();
  return (
    <section className="block card-wide" aria-labelledby="point-poses">
      <h2 id="point-poses">{t('points/poses')}</h2>
      {poses.length === 0 ? (
        <Empty>{t('points/noPoses')}</Empty>
      ) : (
        <div className="plain-table-box" tabIndex={0} role="region" aria-labelledby="point-poses">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('points/poseName')}</th>
                <th scope="col">{t('points/place')}</th>
                <th scope="col">{t('points/height')}</th>
                <th scope="col">{t('points/pitch')}</th>
                <th scope="col">{t('points/yaw')}</th>
                <th scope="col">{t('points/zoom')}</th>
                <th scope="col">{t('points/note')}</th>
              </tr>
            </thead>
            <tbody>
              {poses.map((pose) => (
                <tr key={pose.name}>
                  <th scope="row">{pose.name}</th>
                  <td className="number">
                    {pose.longitude.toFixed(6)}°E {pose.latitude.toFixed(6)}°N
                  </td>
                  <td className="number">
                    {t('points/heightOver', { height: pose.height, datum: t(`points/datum/${pose.heightDatum}`) })}
                  </td>
                  <td className="number">{pose.gimbalPitch}°</td>
                  <td className="number">{pose.gimbalYaw}°</td>
                  <td className="number">{pose.zoom}×</td>
                  <td>{pose.note ?? <span className="faint">{t('common/none')}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
