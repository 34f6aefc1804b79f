import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { AreasTab } from './areas-tab.js';
import { ELEVATION_MODELS } from './elevation-query.js';
import { TerrainTab } from './terrain-tab.js';
import '../catalogue/catalogue.css';
import '../routes/routes.css';
import './airspace.css';

/** 空域: where flights must not go, and where the height of the ground comes from. */
export function AirspacePage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const models = useQuery(ELEVATION_MODELS);
  const tab = parameters.get('tab') === 'terrain' ? 'terrain' : 'areas';
  return (
    <div className="page">
      <PageHead title={t('airspace/title')} />
      {models.data?.items.length === 0 && (
        <p className="terrain-unknown" role="status">
          <strong>{t('terrain/unknown')}</strong> {t('terrain/unknownLead')}
        </p>
      )}
      <Tabs
        size="small"
        activeKey={tab}
        onChange={(key) => setParameters(key === 'areas' ? {} : { tab: key }, { replace: true })}
        destroyOnHidden
        items={[
          {
            key: 'areas',
            label: t('airspace/tab/areas'),
            children: (
              <PartBoundary>
                <AreasTab />
              </PartBoundary>
            ),
          },
          {
            key: 'terrain',
            label: t('airspace/tab/terrain'),
            children: (
              <PartBoundary>
                <TerrainTab />
              </PartBoundary>
            ),
          },
        ]}
      />
    </div>
  );
}
