import type { TFunction } from 'i18next';
import type { Action, ActionGroup, Leg, Waypoint } from '#wayline';

/** Words of a file that the screen has a name for; every other one is shown as `other`. */
function known<Word extends string>(words: readonly Word[]): (word: string | undefined) => Word | 'other' {
  return (word) => words.find((one) => one === word) ?? 'other';
}

export const turnName = known(['coordinated', 'stop', 'curve_stop', 'curve_pass'] as const);
export const headingName = known(['along_leg', 'manual', 'fixed', 'smooth', 'point_of_interest'] as const);
export const actionName = known([
  'take_photo',
  'start_recording',
  'stop_recording',
  'hover',
  'turn_aircraft',
  'rotate_gimbal',
  'zoom',
  'panorama',
  'aimed_photo',
  'aimed_photo_old',
  'tilt_gimbal_evenly',
  'focus',
  'new_folder',
  'point_cloud',
  'megaphone',
  'searchlight',
] as const);

const heightKinds = ['above_take_off', 'ellipsoid', 'above_sea', 'above_ground', 'follow_surface'] as const;

/** What the heights of a leg count from; `unknown` where the file does not say. */
export function heightsName(heights: Leg['heights']): (typeof heightKinds)[number] | 'unknown' {
  return heightKinds.find((one) => one === heights) ?? 'unknown';
}

/** The actions of a waypoint in a few words for a cell: `拍照 ×3、悬停`. */
export function actionsInShort(waypoint: Waypoint, t: TFunction): string {
  const counts = new Map<string, number>();
  for (const { actions } of waypoint.actionGroups) {
    for (const { kind } of actions) {
      const name = t(`editor/action/${actionName(kind)}`);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].map(([name, count]) => (count > 1 ? `${name}×${count}` : name)).join(' ');
}

/** What an action is set to: `5 s`, `-45°`. */
export function actionDetail(action: Action): string {
  switch (action.kind) {
    case 'hover':
      return action.params.seconds === undefined ? '' : `${action.params.seconds} s`;
    case 'turn_aircraft':
      return action.params.heading === undefined ? '' : `${action.params.heading}°`;
    case 'rotate_gimbal': {
      const { turnPitch, pitch, turnYaw, yaw } = action.params;
      return [turnPitch && pitch !== undefined && `↕ ${pitch}°`, turnYaw && yaw !== undefined && `↔ ${yaw}°`]
        .filter(Boolean)
        .join(' ');
    }
    case 'tilt_gimbal_evenly':
      return action.params.pitch === undefined ? '' : `↕ ${action.params.pitch}°`;
    case 'aimed_photo':
    case 'aimed_photo_old':
      return [action.params.heading, action.params.pitch].map((angle) => `${angle ?? '?'}°`).join(' / ');
    case 'zoom':
      return action.params.focalLength === undefined
        ? ''
        : `${action.params.focalLength}${action.params.isFactor ? '×' : ' mm'}`;
    case 'take_photo':
    case 'start_recording':
      return action.params.suffix ?? '';
    default:
      return '';
  }
}

/** When a group of actions is done, unless it is simply on reaching its waypoint. */
export function triggerSentence({ trigger, to }: ActionGroup, t: TFunction): string {
  switch (trigger?.kind) {
    case 'reach':
      return t('editor/actions/reach');
    case 'every_seconds':
      return t('editor/actions/everySeconds', { every: trigger.every ?? '?', to: (to ?? 0) + 1 });
    case 'every_metres':
      return t('editor/actions/everyMetres', { every: trigger.every ?? '?', to: (to ?? 0) + 1 });
    case 'between':
      return t('editor/actions/between');
    default:
      return t('editor/actions/other');
  }
}

/** `850 m`, `3.42 km`. */
export function lengthText(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`;
}

/** `12:05`: minutes and seconds. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
