import { type DockOrderMethod } from '#contracts';

const COVER_S = 90;
const AIRCRAFT_S = 120;
const REBOOT_S = 600;
/**
 * Seconds a job may take (reference 7.1) before it is judged by what the dock shows; all other orders are done when the
 * dock says yes to them.
 */
export const JOB_SECONDS: Readonly<Partial<Record<DockOrderMethod, number>>> = {
  cover_open: COVER_S,
  cover_close: COVER_S,
  cover_force_close: COVER_S,
  putter_open: COVER_S,
  putter_close: COVER_S,
  charge_open: COVER_S,
  charge_close: COVER_S,
  drone_open: AIRCRAFT_S,
  drone_close: AIRCRAFT_S,
  drone_format: 2 * AIRCRAFT_S,
  device_format: 2 * AIRCRAFT_S,
  device_reboot: REBOOT_S,
};
/** Seconds a dock has to answer an order that is no job. */
export const ANSWER_SECONDS = 8;

/** What docks call the steps of their jobs (reference 7.1); others are shown as they come. */
export const STEP_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  get_bid: { zh: '已收到指令', en: 'taken' },
  check_work_mode: { zh: '检查工作模式', en: 'checking the mode' },
  check_task_state: { zh: '检查任务状态', en: 'checking tasks' },
  check_scram_state: { zh: '检查急停', en: 'checking the emergency stop' },
  check_ac_input_state: { zh: '检查市电', en: 'checking mains power' },
  upgrading_prevent_reboot: { zh: '检查升级', en: 'checking for upgrades' },
  open_cover: { zh: '打开舱盖', en: 'opening the cover' },
  close_cover: { zh: '关闭舱盖', en: 'closing the cover' },
  check_cover: { zh: '检查舱盖', en: 'checking the cover' },
  turn_on_drone: { zh: '飞机开机', en: 'switching the aircraft on' },
  close_drone: { zh: '飞机关机', en: 'switching the aircraft off' },
  drone_paddle_forward: { zh: '桨叶正转', en: 'propellers forward' },
  drone_paddle_reverse: { zh: '桨叶反转', en: 'propellers backward' },
  drone_paddle_stop: { zh: '桨叶停转', en: 'propellers stopped' },
  start_charge: { zh: '开始充电', en: 'charging begins' },
  stop_charge: { zh: '停止充电', en: 'charging ends' },
  drone_format: { zh: '格式化飞机存储', en: "formatting the aircraft's storage" },
  device_format: { zh: '格式化机场存储', en: "formatting the dock's storage" },
  write_reboot_param_file: { zh: '写入重启参数', en: 'preparing the restart' },
  reboot: { zh: '正在重启', en: 'restarting' },
};
