import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeaturePointView, PicturePose } from '#contracts';
import type { Framing } from '#routes';
import { insertWaypoint } from '#wayline';
import { catalogue } from '../api/catalogue-queries.js';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { WindowedList } from '../common/windowed-list.js';
import { exchangeWaypoint, framingOf, framingTowards, waypointFor } from './framing-edits.js';
import { changeLeg } from './route-edits.js';
import { chooseOne } from './selection.js';
import { useDrawing, useEditor, useParts } from './use-editor.js';

/** 按点位取景: feature points with the poses of their pictures, and what of them goes into the route and back. */
export function FramingPanel({ shown, show }: { shown: string | null; show: (code: string | null) => void }) {
  const { t } = useTranslation();
  const { points, map } = useParts();
  const [search, setSearch] = useState('');
  const rows = points.filter(({ name, code }) => `${name} ${code}`.toLowerCase().includes(search.trim().toLowerCase()));
  const point = points.find(({ code }) => code === shown);
  return (
    <div className="framing-panel">
      {point ? (
        <PointCard point={point} close={() => show(null)} />
      ) : (
        <p className="editor-hint">{t('editor/framing/lead')}</p>
      )}
      <div className="framing-search">
        <Input
          size="small"
          allowClear
          aria-label={t('editor/framing/search')}
          placeholder={t('editor/framing/search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      {rows.length === 0 && <p className="editor-hint">{t('editor/framing/none')}</p>}
      <WindowedList
        label={t('editor/tab/framing')}
        rows={rows}
        rowHeight={30}
        keyOf={({ code }) => code}
        shown={shown}
        row={(one, focus) => (
          <button
            type="button"
            className="framing-row"
            aria-pressed={one.code === shown}
            onClick={() => {
              show(one.code);
              map?.showPlace(one, true);
            }}
            {...focus}
          >
            <span>{one.name}</span>
            <span className="faint number">
              {one.poses.length > 0 ? t('editor/framing/poses', { count: one.poses.length }) : one.code}
            </span>
          </button>
        )}
      />
    </div>
  );
}

function PointCard({ point, close }: { point: FeaturePointView; close: () => void }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const { route, leg: at, selection } = useDrawing();
  const context = useEditor((state) => state.context);
  const leg = route.legs[at];
  const focus = selection?.leg === at ? selection.focus : null;
  const number = (focus ?? 0) + 1;
  const aim = (framing: Framing | undefined) => {
    const waypoint = leg && framing && waypointFor(leg, framing, point.code, context);
    if (waypoint && focus !== null) store.edit((before) => exchangeWaypoint(before, at, focus, waypoint));
  };
  const add = (pose: PicturePose) => {
    const waypoint = leg && waypointFor(leg, pose, point.code, context);
    if (!leg || !waypoint) return;
    const index = focus === null ? leg.waypoints.length : focus + 1;
    store.edit(
      (before) => changeLeg(before, at, (one) => insertWaypoint(one, index, waypoint)),
      null,
      () => chooseOne(at, index),
    );
  };
  return (
    <section className="framing-card" aria-label={point.name}>
      <header>
        <h3>
          {point.name} <span className="faint number">{point.code}</span>
        </h3>
        <button type="button" className="link-button" onClick={close}>
          {t('common/close')}
        </button>
      </header>
      {point.poses.length === 0 && <p className="faint">{t('editor/framing/noPose')}</p>}
      <ul>
        {point.poses.map((pose) => {
          const possible = leg !== undefined && waypointFor(leg, pose, point.code, context) !== undefined;
          return (
            <li key={pose.name}>
              <b>{pose.name}</b>{' '}
              <span className="faint number">
                {pose.height} m · ↕ {pose.gimbalPitch}° · ↔ {pose.gimbalYaw}° · {pose.zoom}×
              </span>
              <div className="framing-buttons">
                <button type="button" className="link-button" disabled={!possible} onClick={() => add(pose)}>
                  {t('editor/framing/add')}
                </button>
                {focus !== null && (
                  <button type="button" className="link-button" disabled={!possible} onClick={() => aim(pose)}>
                    {t('editor/framing/aim', { number })}
                  </button>
                )}
              </div>
              {!possible && <p className="faint">{t('editor/framing/cannot')}</p>}
            </li>
          );
        })}
      </ul>
      <div className="framing-buttons">
        {focus !== null && leg && (
          <>
            <button
              type="button"
              className="link-button"
              onClick={() => aim(framingTowards(leg, focus, point, context))}
            >
              {t('editor/framing/face', { number })}
            </button>
            <KeepPose point={point} framing={framingOf(leg, focus)} number={number} />
          </>
        )}
        <button
          type="button"
          className="link-button"
          onClick={() => store.sketchAt('spot', [{ longitude: point.longitude, latitude: point.latitude }], point.code)}
        >
          {t('editor/framing/orbit')}
        </button>
      </div>
    </section>
  );
}

/** Writes the pose of a waypoint into the feature point, so that other routes can take the same picture. */
function KeepPose({
  point,
  framing,
  number,
}: {
  point: FeaturePointView;
  framing: Framing | undefined;
  number: number;
}) {
  const { t, i18n } = useTranslation();
  const { row } = useParts();
  const { message } = App.useApp();
  const client = useQueryClient();
  const name = freeName(t('editor/framing/poseName', { code: row.code, number }), point.poses);
  const keep = useMutation({
    mutationFn: (pose: PicturePose) =>
      sendJson<FeaturePointView>('PATCH', `/api/v1/feature-points/${point.id}`, {
        poses: [...point.poses, pose],
        version: point.version,
      }),
    onSuccess: () => void message.success(t('editor/framing/kept', { name })),
    onError: (error) => void message.error(sentenceOf(error, i18n.language)),
    onSettled: () => client.invalidateQueries({ queryKey: catalogue.pointNames().queryKey }),
  });
  if (!session.can('points.manage')) return null;
  return (
    <button
      type="button"
      className="link-button"
      disabled={!framing || keep.isPending}
      onClick={() => framing && keep.mutate({ ...framing, name, note: null })}
    >
      {t('editor/framing/keep', { number })}
    </button>
  );
}

function freeName(name: string, poses: readonly PicturePose[]): string {
  const taken = new Set(poses.map((pose) => pose.name));
  if (!taken.has(name)) return name;
  let at = 2;
  while (taken.has(`${name} (${at})`)) at += 1;
  return `${name} (${at})`;
}
