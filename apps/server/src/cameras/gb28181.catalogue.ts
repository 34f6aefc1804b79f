import iconv from 'iconv-lite';
import { SaxesParser } from 'saxes';
import { unreadable, tooLarge } from '../sheets/sheet.refusal.js';

/** One entry of a catalogue: a camera, a recorder, a division or a group (GB/T 28181-2022, A.2.1.9). */
export interface CatalogueItem {
  /** Line of the file on which it begins, from 1. */
  line: number;
  /** Members by their names in the standard, as they stand there; empty ones are left out. */
  members: Readonly<Record<string, string>>;
}

/** What a platform answered to a query of its catalogue. */
export interface Catalogue {
  /** Who answered. */
  deviceId: string;
  /** How many entries it says it has in all; an answer often holds a part of them. Null: it does not say. */
  sumNum: number | null;
  items: CatalogueItem[];
}

const LIMITS = { items: 10_000, depth: 12, text: 4_000, membersOfItem: 100 } as const;

/**
 * Reads a catalogue in the encoding that its first line names (GB2312, GBK and GB 18030 as GB 18030; else UTF-8), one answer
 * or several behind each other. A document type is refused, so that no entity is ever expanded. Throws `Refusal` 400
 * `unreadable_sheet` with the line, 413 `sheet_too_large`.
 */
export function readCatalogue(bytes: Uint8Array): Catalogue {
  const text = decoded(bytes);
  const found: Catalogue = { deviceId: '', sumNum: null, items: [] };
  let said = 0;
  // several answers in one file are several documents, which one parser does not take
  let line = 1;
  for (const document of text.split(/(?=<\?xml\s)/)) {
    if (document.trim() !== '') {
      const one = readAnswer(document, line, LIMITS.items - found.items.length);
      found.deviceId ||= one.deviceId;
      said = Math.max(said, one.sumNum ?? 0);
      found.items.push(...one.items);
    }
    line += document.split('\n').length - 1;
  }
  return { ...found, sumNum: said > 0 ? said : null };
}

/** Whether bytes look like XML at all. */
export function looksLikeXml(bytes: Uint8Array): boolean {
  return /^(\uFEFF|ï»¿)?\s*</.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
}

function readAnswer(text: string, firstLine: number, room: number): Catalogue {
  const answer: Catalogue = { deviceId: '', sumNum: null, items: [] };
  const open: string[] = [];
  let item: { line: number; members: Record<string, string> } | null = null;
  let words = '';
  const parser = new SaxesParser({ xmlns: false, position: true });
  const here = () => firstLine + parser.line - 1;
  const fault = (zh: string, en: string) => unreadable(`第 ${here()} 行${zh}`, `line ${here()}: ${en}`);
  parser.on('error', (error) => {
    throw fault(`不是有效的 XML（${error.message}）`, `it is not valid XML (${error.message})`);
  });
  parser.on('doctype', () => {
    throw fault('含有文档类型声明，不予读取', 'a document type is not taken');
  });
  parser.on('opentag', ({ name }) => {
    open.push(name);
    words = '';
    if (open.length > LIMITS.depth) throw fault('嵌套过深', 'it is nested too deep');
    if (name !== 'Item' || open.at(-2) !== 'DeviceList') return;
    if (answer.items.length >= room) throw tooLarge('目录超过 10000 项', 'the catalogue has more than 10,000 entries');
    item = { line: here(), members: {} };
  });
  parser.on('text', (piece) => {
    words += piece;
    if (words.length > LIMITS.text) throw fault('文字过长', 'a text is too long');
  });
  parser.on('closetag', ({ name }) => {
    open.pop();
    const value = words.trim();
    words = '';
    if (item && name === 'Item' && open.at(-1) === 'DeviceList') {
      answer.items.push(item);
      item = null;
    } else if (item && value !== '') {
      if (Object.keys(item.members).length >= LIMITS.membersOfItem)
        throw fault('一项的内容过多', 'an entry has too much');
      // the members of <Info> are told apart from those beside it only by their names, which differ
      item.members[name] ??= value;
    } else if (open.length === 1 && name === 'DeviceID') {
      answer.deviceId = value;
    } else if (open.length === 1 && name === 'SumNum' && /^\d{1,9}$/.test(value)) {
      answer.sumNum = Number(value);
    }
  });
  parser.write(text).close();
  return answer;
}

function decoded(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const named = /<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/i.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  const encodings = /^(gb2312|gbk|gb18030)$/.test(named) ? ['gb18030'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // what says UTF-8 is often GB 18030 all the same
    }
  }
  throw unreadable('文字编码无法识别，应为 GB 18030 或 UTF-8', 'its text is neither GB 18030 nor UTF-8');
}

/**
 * A catalogue as one answer of `deviceId`, in GB 18030 as platforms expect it. Characters that GB 18030 lacks do not exist;
 * those that XML cannot hold are left out.
 */
export function writeCatalogue(deviceId: string, items: readonly Readonly<Record<string, string>>[]): Uint8Array {
  const lines = [
    '<?xml version="1.0" encoding="GB18030"?>',
    '<Response>',
    '<CmdType>Catalog</CmdType>',
    '<SN>1</SN>',
    element('DeviceID', deviceId),
    element('SumNum', String(items.length)),
    `<DeviceList Num="${items.length}">`,
    ...items.flatMap((item) => [
      '<Item>',
      ...Object.entries(item).map(([name, text]) => element(name, text)),
      '</Item>',
    ]),
    '</DeviceList>',
    '</Response>',
    '',
  ];
  return iconv.encode(lines.join('\r\n'), 'gb18030');
}

/** Characters that XML 1.0 cannot hold in any form. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function element(name: string, text: string): string {
  const clean = text.replaceAll(UNWRITABLE, '');
  return `<${name}>${clean.replaceAll(/[&<>]/g, (sign) => ESCAPES[sign]!)}</${name}>`;
}
