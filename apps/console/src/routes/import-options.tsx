import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { RouteRole } from '#contracts';
import { useDevices } from '../live/live-hooks.js';

interface Options {
  homeDockSn: string | null;
  role: RouteRole;
  tags: string[];
}

/** What all routes of a bulk import have in common. */
export function ImportOptions({ value, change }: { value: Options; change: (value: Options) => void }) {
  const { t } = useTranslation();
  const docks = useDevices().filter((device) => device.kind === 'dock');
  return (
    <div className="form-grid import-options">
      <div>
        <label className="field-label" htmlFor="import-dock">
          {t('routeImport/dock')}
        </label>
        <Select
          id="import-dock"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('routeImport/nearest')}
          value={value.homeDockSn ?? undefined}
          onChange={(sn: string | undefined) => change({ ...value, homeDockSn: sn ?? null })}
          options={docks.map((dock) => ({ value: dock.sn, label: dock.name }))}
          style={{ width: '100%' }}
        />
      </div>
      <div>
        <label className="field-label" htmlFor="import-role">
          {t('routes/roleColumn')}
        </label>
        <Select
          id="import-role"
          value={value.role}
          onChange={(role: RouteRole) => change({ ...value, role })}
          options={RouteRole.options.map((role) => ({ value: role, label: t(`routes/role/${role}`) }))}
          style={{ width: '100%' }}
        />
      </div>
      <div>
        <label className="field-label" htmlFor="import-tags">
          {t('catalogue/tags')}
        </label>
        <Select
          id="import-tags"
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={['、', '，', ',']}
          placeholder={t('catalogue/tagsHint')}
          value={value.tags}
          onChange={(tags: string[]) => change({ ...value, tags })}
          style={{ width: '100%' }}
        />
      </div>
    </div>
  );
}
