import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm, Table, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElevationModelView } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { Clock } from '../common/age-text.js';
import { QueryStates } from '../common/data-states.js';
import { useOnFacts } from '../live/live-hooks.js';
import { sizeText } from '../routes/send-files.js';
import { ELEVATION_MODELS } from './elevation-query.js';
import { TerrainDialog } from './terrain-dialog.js';

/** Where the height of the ground comes from. */
export function TerrainTab() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(ELEVATION_MODELS);
  const [uploading, setUploading] = useState(false);
  const renew = () => void client.invalidateQueries({ queryKey: ELEVATION_MODELS.queryKey });
  useOnFacts((fact) => fact.name.startsWith('elevation_model.'), renew);
  const manages = session.can('airspace.manage');
  const columns = useColumns(manages, renew);
  const rows = query.data?.items ?? [];
  return (
    <>
      {manages && (
        <div className="filters filters-row">
          <Button type="primary" onClick={() => setUploading(true)}>
            {t('terrain/upload')}
          </Button>
        </div>
      )}
      <QueryStates query={query} empty={rows.length === 0 ? t('terrain/empty') : undefined}>
        <Table
          size="small"
          columns={columns}
          dataSource={rows}
          rowKey="id"
          pagination={false}
          scroll={{ x: 'max-content' }}
        />
      </QueryStates>
      {uploading && <TerrainDialog close={() => setUploading(false)} done={renew} />}
    </>
  );
}

function useColumns(manages: boolean, renew: () => void): TableProps<ElevationModelView>['columns'] {
  const { t } = useTranslation();
  return useMemo(() => {
    const metres = (value: number) => t('terrain/metres', { value: Math.round(value * 10) / 10 });
    return [
      { title: t('terrain/name'), render: (_, model) => <b>{model.name}</b> },
      {
        title: t('terrain/extent'),
        render: (_, { bbox: [west = 0, south = 0, east = 0, north = 0] }) => (
          <span className="number">
            {west.toFixed(3)}–{east.toFixed(3)}°E {south.toFixed(3)}–{north.toFixed(3)}°N
          </span>
        ),
      },
      { title: t('terrain/spacing'), render: (_, model) => <span className="number">{metres(model.spacing)}</span> },
      {
        title: t('terrain/grid'),
        render: (_, model) => (
          <span className="number">
            {model.rows} × {model.columns}
          </span>
        ),
      },
      {
        title: t('terrain/range'),
        render: (_, model) => (
          <span className="number">
            {metres(model.lowest)} – {metres(model.highest)}
          </span>
        ),
      },
      {
        title: t('terrain/accuracy'),
        render: (_, { accuracy }) => (accuracy === null ? t('terrain/unknownAccuracy') : metres(accuracy)),
      },
      { title: t('terrain/size'), render: (_, { size }) => <span className="number">{sizeText(size)}</span> },
      {
        title: t('terrain/by'),
        render: (_, model) => (
          <>
            <Clock at={model.createdAt} /> <span className="faint">{model.createdBy}</span>
          </>
        ),
      },
      ...(manages
        ? [
            {
              title: t('terrain/actions'),
              render: (_: unknown, model: ElevationModelView) => <RemoveButton model={model} done={renew} />,
            },
          ]
        : []),
    ];
  }, [t, manages, renew]);
}

function RemoveButton({ model, done }: { model: ElevationModelView; done: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const remove = async () => {
    try {
      await sendJson('DELETE', `/api/v1/elevation-models/${model.id}`);
      void message.success(t('terrain/removed', { name: model.name }));
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
    done();
  };
  return (
    <Popconfirm
      title={t('terrain/remove')}
      description={t('terrain/removeAsk')}
      okText={t('terrain/remove')}
      cancelText={t('common/cancel')}
      onConfirm={remove}
    >
      <Button size="small" danger aria-label={`${t('terrain/remove')}: ${model.name}`}>
        {t('terrain/remove')}
      </Button>
    </Popconfirm>
  );
}
