import { type DeviceKind, type Presence, type PresenceReason } from '#contracts';

/** What the presence of a device is judged by. All times in milliseconds since 1970. */
export interface PresenceEvidence {
  kind: DeviceKind;
  /** Newest message of the device itself (for a gateway also of what it carries); null: never. */
  lastMessageAt: number | null;
  /** Silence before this moment is not counted: we were not listening. */
  listeningSince: number;
  /** When its connection to the broker ended, if it did after the newest message; null otherwise. */
  disconnectedAt: number | null;
  /** It left the register and has not spoken since it came back. */
  left: boolean;
  /** What carries it; null for a gateway. */
  parent: {
    state: Presence;
    /** The gateway's list of what hangs below it; null before it told us. */
    linked: boolean | null;
    /** When that list last changed for this device. */
    linkChangedAt: number | null;
    /** The dock's own view: the aircraft is inside; null when it is no dock or did not say. */
    inDock: boolean | null;
    /** The dock's own view: the aircraft is switched on; null when it did not say. */
    aircraftOn: boolean | null;
  } | null;
}

export interface PresenceLimits {
  staleSeconds: Record<DeviceKind, number>;
  offlineSeconds: Record<DeviceKind, number>;
}

export interface PresenceVerdict {
  state: Presence;
  reason: PresenceReason;
}

/** A connection that comes back within this time was a hiccup, not a loss. */
const RECONNECT_GRACE_MS = 2_000;

/**
 * The presence of a device by the evidence at `now`. Pure. A child follows its parent; an aircraft switched off inside
 * its dock is resting, which is no alarm.
 */
export function judgePresence(evidence: PresenceEvidence, limits: PresenceLimits, now: number): PresenceVerdict {
  if (evidence.left) return { state: 'offline', reason: 'left' };
  return evidence.parent ? judgeChild(evidence, evidence.parent, limits, now) : judgeAlone(evidence, limits, now);
}

function judgeAlone(evidence: PresenceEvidence, limits: PresenceLimits, now: number): PresenceVerdict {
  if (evidence.lastMessageAt === null) return { state: 'unknown', reason: 'never_seen' };
  const { disconnectedAt } = evidence;
  if (disconnectedAt !== null && now - disconnectedAt >= RECONNECT_GRACE_MS) {
    return { state: 'offline', reason: 'broker_disconnect' };
  }
  return bySilence(evidence, limits, now);
}

function judgeChild(
  evidence: PresenceEvidence,
  parent: NonNullable<PresenceEvidence['parent']>,
  limits: PresenceLimits,
  now: number,
): PresenceVerdict {
  const { lastMessageAt } = evidence;
  const toldOff =
    parent.linked === false &&
    (lastMessageAt === null || (parent.linkChangedAt !== null && parent.linkChangedAt >= lastMessageAt));
  if (parent.state === 'offline' && (toldOff || lastMessageAt !== null || parent.inDock !== null)) {
    return { state: 'offline', reason: 'parent_offline' };
  }
  const off: PresenceVerdict = { state: 'offline', reason: parent.inDock === true ? 'resting' : 'powered_off' };
  if (toldOff) return off;
  if (lastMessageAt === null) {
    return parent.inDock === true && parent.aircraftOn !== true ? off : { state: 'unknown', reason: 'never_seen' };
  }
  const silence = bySilence(evidence, limits, now);
  const saidOff = parent.aircraftOn === false || (parent.inDock === true && parent.aircraftOn !== true);
  return silence.state !== 'online' && saidOff ? off : silence;
}

function bySilence(evidence: PresenceEvidence, limits: PresenceLimits, now: number): PresenceVerdict {
  const age = now - Math.max(evidence.lastMessageAt ?? 0, evidence.listeningSince);
  if (age > limits.offlineSeconds[evidence.kind] * 1000) return { state: 'offline', reason: 'silence' };
  if (age > limits.staleSeconds[evidence.kind] * 1000) return { state: 'stale', reason: 'silence' };
  return { state: 'online', reason: 'message' };
}
