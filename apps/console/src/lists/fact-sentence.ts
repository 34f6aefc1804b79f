import type { TFunction } from 'i18next';
import type { Fact } from '#contracts';

/** A fact as one sentence in the reader's language; a text that only one language has stands in for the other. */
export function factSentence(
  fact: Fact,
  t: TFunction,
  language: string,
  /** The name of a device, or its serial number when it has none. */
  nameOf: (sn: string) => string,
): string {
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
