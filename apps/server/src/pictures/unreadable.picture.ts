import { type MediaProblem } from '#contracts';

const FAULTS = {
  no_picture: { zh: '文件不是照片（内容与扩展名不符）', en: 'the file is no picture, whatever its name says' },
  cut_off: {
    zh: '照片不完整，传输或写卡时被截断',
    en: 'the picture is cut off: it was not sent or written to its end',
  },
  broken: { zh: '照片内容损坏，无法解码', en: 'the picture is broken and cannot be decoded' },
  too_many_pixels: { zh: '照片像素过多，超出处理上限', en: 'the picture has more pixels than are read' },
  too_large: { zh: '照片文件过大，超出处理上限', en: 'the file of the picture is larger than is read' },
  bytes_changed: {
    zh: '存储中的内容与上传时的 SHA-256 不一致，请检查磁盘',
    en: 'the bytes in the store are not those that were uploaded (SHA-256): check the disk',
  },
  never_read: {
    zh: '多次读取都未完成，已停止尝试',
    en: 'reading it has not come to an end several times: it is not tried again',
  },
} as const;

/** A picture that cannot be read: it is kept, and says why. */
export class UnreadablePicture extends Error {
  override name = 'UnreadablePicture';
  readonly problem: MediaProblem;

  constructor(code: keyof typeof FAULTS, detail = '') {
    super(detail === '' ? FAULTS[code].en : `${FAULTS[code].en}: ${detail}`);
    this.problem = { code, ...FAULTS[code] };
  }
}
