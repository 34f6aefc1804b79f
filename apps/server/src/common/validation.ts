import { type Problem } from '#contracts';
import { Refusal } from './refusal.js';

/** A sentence in both languages. */
export interface Sentence {
  zh: string;
  en: string;
}

/** What a Standard Schema says about one fault of the input. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The members of a zod issue that the sentences below use; other validators only give `message`. */
interface IssueDetail {
  code?: string;
  expected?: string;
  format?: string;
  values?: readonly unknown[];
  keys?: readonly string[];
  minimum?: number | bigint;
  maximum?: number | bigint;
  origin?: string;
}

const TYPES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  object: 'JSON 对象',
  array: '列表',
};
const UNITS: Record<string, Sentence> = {
  string: { zh: '个字符', en: ' characters' },
  array: { zh: '项', en: ' items' },
};
/** More than this many faults are not spelled out in the one sentence; `errors` has them all. */
const SPELLED_OUT = 5;

/** What an input as a whole is called, when an issue has no path of its own. */
const INPUTS: Record<string, Sentence> = {
  body: { zh: '请求内容', en: 'the body' },
  query: { zh: '查询参数', en: 'the query' },
};

/**
 * The 400 `invalid_input` for the issues of a Standard Schema. `where` stands for the path of an issue that has none: the
 * name of a single parameter, or `body` or `query` as a whole.
 */
export function refuseInvalid(issues: readonly Issue[], where: string): Refusal {
  const faults = issues.map((issue) => ({ path: pathOf(issue) || where, sentence: sentenceOf(issue) }));
  const errors: NonNullable<Problem['errors']> = faults.map(({ path, sentence }) => ({
    path,
    message: `${sentence.zh} / ${sentence.en}`,
  }));
  const named = faults.slice(0, SPELLED_OUT).map(({ path, sentence }) => ({
    zh: `${INPUTS[path]?.zh ?? path} ${sentence.zh}`,
    en: `${INPUTS[path]?.en ?? path} ${sentence.en}`,
  }));
  const more = faults.length - named.length;
  if (more > 0) named.push({ zh: `另有 ${more} 处`, en: `and ${more} more` });
  return new Refusal(
    400,
    'invalid_input',
    `输入有误，请改正后重试：${named.map(({ zh }) => zh).join('；')}`,
    `the input is not valid, correct it and try again: ${named.map(({ en }) => en).join('; ')}`,
    errors,
  );
}

function pathOf(issue: Issue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}

function sentenceOf(issue: Issue): Sentence {
  return (
    ownSentence(issue.message) ?? generalSentence(issue as IssueDetail) ?? { zh: issue.message, en: issue.message }
  );
}

/** Schemas that explain themselves do so in one text, `中文 / English`. */
function ownSentence(message: string): Sentence | null {
  const cut = message.indexOf(' / ');
  if (cut < 0 || !/\p{Script=Han}/u.test(message)) return null;
  return { zh: message.slice(0, cut), en: message.slice(cut + 3) };
}

function generalSentence(issue: IssueDetail): Sentence | null {
  switch (issue.code) {
    case 'invalid_type':
      return {
        zh: `缺少或类型不对，应为${TYPES[issue.expected ?? ''] ?? issue.expected}`,
        en: `is missing or of the wrong type, expected ${issue.expected}`,
      };
    case 'too_small':
      return boundSentence(issue, '不能少于', '不能小于', 'must be at least', issue.minimum);
    case 'too_big':
      return boundSentence(issue, '不能多于', '不能大于', 'must be at most', issue.maximum);
    case 'invalid_value': {
      const values = (issue.values ?? []).map(String).join(', ');
      return { zh: `只能是 ${values} 之一`, en: `must be one of ${values}` };
    }
    case 'unrecognized_keys': {
      const keys = (issue.keys ?? []).join(', ');
      return { zh: `含有未知的项 ${keys}`, en: `has unknown members ${keys}` };
    }
    case 'invalid_format':
      return formatSentence(issue.format);
    default:
      return null;
  }
}

function boundSentence(issue: IssueDetail, count: string, size: string, en: string, bound?: number | bigint): Sentence {
  const unit = UNITS[issue.origin ?? ''];
  return { zh: `${unit ? count : size} ${bound}${unit ? ` ${unit.zh}` : ''}`, en: `${en} ${bound}${unit?.en ?? ''}` };
}

function formatSentence(format?: string): Sentence {
  switch (format) {
    case 'datetime':
      return {
        zh: '应为带时区的时间，如 2026-11-23T08:00:00Z',
        en: 'must be a time with its zone, such as 2026-11-23T08:00:00Z',
      };
    case 'uuid':
      return { zh: '应为 UUID 编号', en: 'must be a UUID' };
    case 'url':
      return { zh: '应为网址', en: 'must be a URL' };
    default:
      return { zh: '格式不对', en: 'has the wrong format' };
  }
}
