import { type Action, type ActionGroup, type Heading, type Turn } from '#wayline';

/** Something in both languages. */
export interface Words {
  zh: string;
  en: string;
}

const ACTIONS: Readonly<Record<Exclude<Action['kind'], `other:${string}`>, Words>> = {
  take_photo: { zh: '拍照', en: 'photo' },
  start_recording: { zh: '开始录像', en: 'start video' },
  stop_recording: { zh: '停止录像', en: 'stop video' },
  focus: { zh: '对焦', en: 'focus' },
  zoom: { zh: '变焦', en: 'zoom' },
  new_folder: { zh: '新建文件夹', en: 'new folder' },
  rotate_gimbal: { zh: '转动云台', en: 'turn gimbal' },
  tilt_gimbal_evenly: { zh: '云台均匀转动', en: 'tilt gimbal evenly' },
  turn_aircraft: { zh: '转机头', en: 'turn aircraft' },
  hover: { zh: '悬停', en: 'hover' },
  aimed_photo: { zh: '定向拍照', en: 'aimed photo' },
  aimed_photo_old: { zh: '精准复拍', en: 'aimed photo (old)' },
  panorama: { zh: '全景', en: 'panorama' },
  point_cloud: { zh: '点云', en: 'point cloud' },
  megaphone: { zh: '喊话', en: 'megaphone' },
  searchlight: { zh: '探照灯', en: 'searchlight' },
};

const WORDS: Readonly<Record<string, Words>> = {
  climb_first: { zh: '先爬升', en: 'climb first' },
  straight: { zh: '直飞', en: 'straight' },
  return_home: { zh: '返航', en: 'return home' },
  hover: { zh: '悬停', en: 'hover' },
  land: { zh: '就地降落', en: 'land' },
  first_waypoint: { zh: '飞回首航点', en: 'first waypoint' },
  continue: { zh: '继续执行', en: 'continue' },
  leave_route: { zh: '退出航线', en: 'leave the route' },
  above_take_off: { zh: '相对起飞点', en: 'above take-off' },
  ellipsoid: { zh: '椭球高', en: 'ellipsoid height' },
  above_sea: { zh: '海拔', en: 'above sea' },
  above_ground: { zh: '真高', en: 'above ground' },
  follow_surface: { zh: '实时仿地', en: 'follow the surface' },
  along_leg: { zh: '沿航线', en: 'along the route' },
  manual: { zh: '手动', en: 'manual' },
  fixed: { zh: '锁定', en: 'fixed' },
  smooth: { zh: '平滑过渡', en: 'turning evenly' },
  point_of_interest: { zh: '朝向兴趣点', en: 'towards a place' },
  coordinated: { zh: '协调转弯', en: 'coordinated turn' },
  stop: { zh: '直线停下', en: 'stop' },
  curve_stop: { zh: '曲线停下', en: 'curve and stop' },
  curve_pass: { zh: '曲线通过', en: 'curve through' },
  true: { zh: '是', en: 'yes' },
  false: { zh: '否', en: 'no' },
};

const NOTHING: Words = { zh: '未设置', en: 'not set' };

/** A number with its unit, a word of ours, or that there is none. */
export function valueWords(value: unknown, unit = ''): Words {
  if (value === undefined || value === null || value === '') return NOTHING;
  if (typeof value === 'number') {
    const text = `${Number(value.toFixed(2))}${unit && unit !== '°' ? ' ' : ''}${unit}`;
    return { zh: text.replace(/ m$/, ' 米').replace(/ m\/s$/, ' 米/秒'), en: text };
  }
  const text = String(value).slice(0, 60);
  return Object.hasOwn(WORDS, text) ? WORDS[text]! : { zh: text, en: text };
}

/** Where the nose points, in a few words. */
export function headingWords(heading: Heading | undefined): Words {
  const { zh, en } = valueWords(heading?.mode);
  if (heading?.mode === 'smooth' || heading?.angleUsed) {
    const angle = valueWords(heading.angle, '°');
    return { zh: `${zh} ${angle.zh}`, en: `${en} ${angle.en}` };
  }
  return { zh, en };
}

/** How a waypoint is passed. */
export function turnWords(turn: Turn | undefined): Words {
  const { zh, en } = valueWords(turn?.mode);
  return turn?.damping ? { zh: `${zh}，截距 ${turn.damping} 米`, en: `${en}, ${turn.damping} m before` } : { zh, en };
}

const MOST_ACTIONS = 8;

/** The actions at a waypoint in order, with what tells them apart. */
export function actionWords(groups: readonly ActionGroup[]): Words {
  const each = groups.flatMap(({ actions, trigger }) => {
    const every = trigger?.every;
    const repeats =
      trigger?.kind === 'every_metres'
        ? { zh: `每 ${every} 米`, en: `every ${every} m: ` }
        : trigger?.kind === 'every_seconds'
          ? { zh: `每 ${every} 秒`, en: `every ${every} s: ` }
          : { zh: '', en: '' };
    return actions.map((action) => {
      const { zh, en } = oneAction(action);
      return { zh: `${repeats.zh}${zh}`, en: `${repeats.en}${en}` };
    });
  });
  if (each.length === 0) return { zh: '无', en: 'none' };
  const more = each.length - MOST_ACTIONS;
  const shown = each.slice(0, MOST_ACTIONS);
  return {
    zh: shown.map(({ zh }) => zh).join('、') + (more > 0 ? ` 等 ${each.length} 个` : ''),
    en: shown.map(({ en }) => en).join(', ') + (more > 0 ? ` and ${more} more` : ''),
  };
}

function oneAction(action: Action): Words {
  const kind = String(action.kind);
  const { zh, en } = Object.hasOwn(ACTIONS, kind)
    ? ACTIONS[kind as keyof typeof ACTIONS]
    : { zh: kind.replace('other:', ''), en: kind.replace('other:', '') };
  const detail = detailOf(action);
  return detail ? { zh: `${zh} ${detail.zh}`, en: `${en} ${detail.en}` } : { zh, en };
}

function detailOf(action: Action): Words | undefined {
  switch (action.kind) {
    case 'hover':
      return { zh: `${action.params.seconds ?? '?'} 秒`, en: `${action.params.seconds ?? '?'} s` };
    case 'rotate_gimbal':
    case 'tilt_gimbal_evenly':
    case 'aimed_photo':
      return valueWords(action.params.pitch, '°');
    case 'turn_aircraft':
      return valueWords(action.params.heading, '°');
    case 'zoom': {
      const { focalLength, isFactor } = action.params;
      return isFactor ? valueWords(focalLength, 'x') : valueWords(focalLength, 'mm');
    }
    case 'take_photo':
    case 'start_recording':
      return action.params.suffix ? { zh: `（${action.params.suffix}）`, en: `(${action.params.suffix})` } : undefined;
    default:
      return undefined;
  }
}
