import type { TFunction } from 'i18next';
import {
  DOCK_ORDER_STATES,
  type Fact,
  FALLBACK_KINDS,
  FLIGHT_ORDER_STATES,
  FLIGHT_ORDERS,
  MEDIA_STATES,
  PAPER_KINDS,
  TASK_STATES,
} from '#contracts';

/** A fact as one sentence in the reader's language; a text that only one language has stands in for the other. */
export function factSentence(
  fact: Fact,
  t: TFunction,
  language: string,
  /** The name of a device, or its serial number when it has none. */
  nameOf: (sn: string) => string,
): string {
  const inWords = language === 'en' ? 'en' : 'zh';
  switch (fact.name) {
    case 'device.presence_changed': {
      const { name, from, to, reason, endsEventId } = fact.data;
      const toWord = to === 'offline' && reason === 'resting' ? t('status/resting') : t(`status/${to}`);
      const words = { name, from: t(`status/${from}`), to: toWord, reason: t(`reason/${reason}`) };
      const end = endsEventId === null ? '' : t('events/say/recovered', { id: endsEventId });
      return t('events/say/device.presence_changed', words) + end;
    }
    case 'device.topology_changed': {
      const { name, linked, parentSn, previousParentSn } = fact.data;
      return linked
        ? t('events/say/linked', { name, parent: nameOf(parentSn ?? '') })
        : t('events/say/unlinked', { name, parent: nameOf(previousParentSn ?? '') });
    }
    case 'device.registered':
    case 'device.changed':
      return t(`events/say/${fact.name}`, { name: fact.data.device.name, sn: fact.data.device.sn });
    case 'device.left':
      return t('events/say/device.left', { name: fact.data.name, reason: fact.data.reason });
    case 'device.unknown_seen':
      return t('events/say/device.unknown_seen', { sn: fact.data.sn });
    case 'device.unknown_refused':
      return t('events/say/device.unknown_refused', { sn: fact.data.sn, reason: fact.data.reason });
    case 'device.health_raised':
    case 'device.health_cleared': {
      const { name, textZh, textEn, code } = fact.data;
      const text = (language === 'en' ? (textEn ?? textZh) : (textZh ?? textEn)) ?? code;
      return t(`events/say/${fact.name}`, { name, text });
    }
    case 'device.clock_stepped':
      return t('events/say/device.clock_stepped', {
        name: fact.data.name,
        seconds: Math.round(fact.data.offsetSeconds),
      });
    case 'feature_point.added':
    case 'feature_point.changed':
    case 'feature_point.retired':
    case 'feature_point.restored':
      return t(`events/say/${fact.name}`, { name: fact.data.featurePoint.name, by: fact.data.by });
    case 'scenario.added':
    case 'scenario.changed':
    case 'scenario.retired':
    case 'scenario.restored':
      return t(`events/say/${fact.name}`, { name: fact.data.scenario.name, by: fact.data.by });
    case 'feature_point.imported':
    case 'scenario.imported':
      return t(`events/say/${fact.name}`, fact.data);
    case 'plan.added':
    case 'plan.changed':
      return t(`events/say/${fact.name}`, { name: fact.data.plan.name, by: fact.data.by });
    case 'task.added':
    case 'task.changed': {
      const { task } = fact.data;
      const state = TASK_STATES[task.state][inWords];
      return t('events/say/task.changed', { name: task.name, state, why: task.outcome?.[inWords] ?? '' });
    }
    case 'task.order_changed': {
      const { taskName: name, order } = fact.data;
      const said = { order: FLIGHT_ORDERS[order.kind][inWords], state: FLIGHT_ORDER_STATES[order.state][inWords] };
      return t('events/say/task.order_changed', { name, by: order.by, ...said, why: order.refusal?.[inWords] ?? '' });
    }
    case 'task.fallback_taken': {
      const { taskName: name, kind, inItsPlace, by } = fact.data;
      const words = { name, other: inItsPlace.name, kind: FALLBACK_KINDS[kind][inWords] };
      return t('events/say/task.fallback_taken', { ...words, by: by ?? t('tasks/bySystem') });
    }
    case 'paperwork.changed': {
      const { taskName: name, by, step, note } = fact.data;
      return t('events/say/paperwork.changed', { name, by, step: t(`tasks/paperStep/${step}`), note });
    }
    case 'media.received':
      return t('events/say/media.received', { name: fact.data.name });
    case 'media.ingested': {
      const { name, state } = fact.data;
      return t('events/say/media.ingested', { name, state: MEDIA_STATES[state][inWords] });
    }
    case 'task.media_complete': {
      const { taskName: name, received, expected } = fact.data;
      return t('events/say/task.media_complete', { name, received, expected });
    }
    case 'dock_order.changed': {
      const { order } = fact.data;
      const { by, dockName: dock, outcome } = order;
      const why = outcome && order.state !== 'ok' ? ` · ${outcome[inWords]}` : '';
      const state = DOCK_ORDER_STATES[order.state][inWords];
      return t('events/say/dock_order.changed', { by, dock, order: order[inWords], state, why });
    }
    case 'route.added':
    case 'route.changed':
    case 'route.retired':
    case 'route.restored':
      return t(`events/say/${fact.name}`, { name: fact.data.route.name, by: fact.data.by });
    case 'route.version_saved': {
      const { route, number, state, by } = fact.data;
      return t('events/say/route.version_saved', { name: route.name, number, state: t(`routes/version/${state}`), by });
    }
    case 'route.version_approved': {
      const { route, number, md5, by } = fact.data;
      return t('events/say/route.version_approved', { name: route.name, number, md5, by });
    }
    case 'route_import.finished':
      return t('events/say/route_import.finished', fact.data);
    case 'airspace_area.added':
    case 'airspace_area.changed':
    case 'airspace_area.retired': {
      const { name, kind } = fact.data.area;
      return t(`events/say/${fact.name}`, { name, kind: t(`airspace/kind/${kind}`), by: fact.data.by });
    }
    case 'elevation_model.added':
    case 'elevation_model.removed':
      return t(`events/say/${fact.name}`, fact.data);
    case 'paper.added':
    case 'paper.changed': {
      const { paper, by } = fact.data;
      return t(`events/say/${fact.name}`, { by, number: paper.number, kind: PAPER_KINDS[paper.kind][inWords] });
    }
    case 'paper.due': {
      const { number, kind, validTo } = fact.data.paper;
      return t('events/say/paper.due', { number, kind: PAPER_KINDS[kind][inWords], validTo: validTo ?? '' });
    }
    case 'evidence_pack.changed': {
      const { pack, by } = fact.data;
      return t('events/say/evidence_pack.changed', { title: pack.title, by, state: t(`evidence/state/${pack.state}`) });
    }
    case 'camera.added':
    case 'camera.changed':
    case 'camera.retired':
    case 'camera.restored':
      return t(`events/say/${fact.name}`, { name: fact.data.camera.name, by: fact.data.by });
    case 'camera.imported':
      return t('events/say/camera.imported', fact.data);
    case 'guest.invited':
      return t('events/say/guest.invited', { pilot: fact.data.pilotName });
    case 'user.signed_in':
    case 'user.locked_out':
      return t(`events/say/${fact.name}`, { username: fact.data.username });
    case 'user.changed':
      return t('events/say/user.changed', { by: fact.data.by, username: fact.data.username });
    default:
      // A newer server may tell of things this page has not learnt yet.
      return JSON.stringify((fact as { data: unknown }).data);
  }
}
