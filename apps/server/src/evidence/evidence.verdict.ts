/** Kinds of things that can be wrong with a pack, in words. */
const KINDS = {
  not_a_pack: { zh: '不是可读的证据包', en: 'is no evidence pack that can be read' },
  bad_entry: { zh: '压缩包里有不合规的条目', en: 'the archive holds an entry that cannot be' },
  twice: { zh: '在压缩包里出现两次', en: 'is in the archive twice' },
  missing: { zh: '缺失', en: 'is missing' },
  changed: { zh: '已被改动', en: 'was changed' },
  extra: { zh: '是多出来的，清单里没有', en: 'is extra: the manifest does not name it' },
  manifest_changed: { zh: '清单已被改动', en: 'the manifest was changed' },
  chain_broken: { zh: '经手记录从这里起不连续', en: 'the chain of hands is broken from here' },
  not_registered: { zh: '与登记的 SHA-256 不符', en: 'is not what the register says' },
} as const;

export interface WrongThing {
  code: keyof typeof KINDS;
  /** The file in the pack, or what else it is about. */
  path: string;
  zh: string;
  en: string;
}

export function wrong(code: keyof typeof KINDS, path: string, detail = ''): WrongThing {
  const { zh, en } = KINDS[code];
  // Names come from the archive: nothing in them may write over what the terminal shows.
  const [name, more] = [path, detail].map((text) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 300));
  return { code, path: name!, zh: more ? `${zh}（${more}）` : zh, en: more ? `${en} (${more})` : en };
}
