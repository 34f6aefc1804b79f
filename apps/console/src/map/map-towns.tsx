import { useTranslation } from 'react-i18next';
import type { DivisionView } from '#contracts';

/** Opens a town by name: the same as choosing it on the map, for those who use the keyboard. */
export function MapTowns({
  towns,
  value,
  change,
}: {
  towns: readonly DivisionView[];
  value: string;
  change: (code: string | null) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <select
      className="map-towns"
      aria-label={t('map/towns')}
      value={value}
      onChange={(event) => change(event.target.value || null)}
    >
      <option value="">{t('map/towns')}</option>
      {towns.map((town) => (
        <option key={town.code} value={town.code}>
          {i18n.language === 'en' ? (town.nameEn ?? town.name) : town.name}
        </option>
      ))}
    </select>
  );
}
