import { type ReasonWords } from './reason.words.js';

/** What stops or ends the flight of a mobile drone and its pilot. */
export const MOBILE_REASONS = {
  mobile_offline: {
    zh: '机动无人机的遥控器离线',
    en: 'the remote controller of the mobile drone is offline',
    nextZh: '联系飞手开机，或换一架',
    nextEn: 'call the pilot, or take another drone',
    acting: 'pilot',
    retryBy: 'operator',
  },
  mobile_busy: {
    zh: '机动无人机正在执行另一任务',
    en: 'the mobile drone has another task',
    nextZh: '等它完成，或换一架',
    nextEn: 'wait for it, or take another drone',
    acting: 'operator',
    retryBy: 'operator',
  },
  not_taken_in_window: {
    zh: '时段内没有飞手领取任务，也未见起飞',
    en: 'no pilot took it within its window, and no take-off was seen',
    nextZh: '联系飞手后重新安排',
    nextEn: 'call a pilot and plan it again',
    acting: 'operator',
    retryBy: 'operator',
  },
  route_not_flown: {
    zh: '飞手起飞后没有飞到任务航线的任何航点',
    en: 'the pilot flew, but past none of the waypoints of the route',
    nextZh: '向飞手了解原因，需要时重新安排',
    nextEn: 'ask the pilot why; plan it again if it is wanted',
    acting: 'operator',
    retryBy: 'operator',
  },
  flight_not_seen: {
    zh: '已起飞和降落，但飞行轨迹不足，无法判断航线是否飞完',
    en: 'it took off and landed, but too little of the flight was heard to tell what of the route it flew',
    nextZh: '核对回传图片，向飞手确认',
    nextEn: 'compare the pictures, and ask the pilot',
    acting: 'operator',
    retryBy: 'operator',
  },
} as const satisfies Readonly<Record<string, ReasonWords>>;
