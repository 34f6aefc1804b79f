import { MediaAway, MediaFull } from '../media/media.store.js';
import { OriginalChanged } from './evidence.zip.js';

/** Why a pack cannot be built, for people. `id` is the number under which the log has the details. */
export function cannotBuild(error: unknown, id: string): Record<'code' | 'zh' | 'en', string> {
  if (error instanceof OriginalChanged) {
    return {
      code: 'original_changed',
      zh: `原件“${error.message}”与入库时的散列不符，存储已损坏或被改动，请联系管理员`,
      en: `the original "${error.message}" is not what was received: the store is damaged or was changed, tell the administrator`,
    };
  }
  if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') {
    return {
      code: 'original_missing',
      zh: '有原件在存储里找不到了，请联系管理员从备份恢复',
      en: 'an original is not in the store any more: ask the administrator to restore it',
    };
  }
  if (error instanceof MediaFull) {
    return {
      code: 'store_full',
      zh: '存储空间不足，请清理后重新制作',
      en: 'there is no room: free some and ask again',
    };
  }
  if (error instanceof MediaAway) {
    return {
      code: 'store_away',
      zh: '存储一直连不上，请稍后重新制作',
      en: 'the store does not answer: ask again later',
    };
  }
  return {
    code: 'internal',
    zh: `服务器内部错误，请把编号 ${id} 告诉管理员`,
    en: `an internal error: tell the administrator the number ${id}`,
  };
}
