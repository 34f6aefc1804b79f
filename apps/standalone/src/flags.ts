import { parseArgs } from 'node:util';
import { type Setting, SETTINGS, type SettingName } from '../../server/src/settings.js';
import { CannotStart, reasonOf } from './cannot-start.js';

export interface Flags {
  help: boolean;
  /** Settings given on the command line, written as in the environment. */
  overrides: Partial<Record<SettingName, string>>;
}

const settings = Object.entries(SETTINGS) as [SettingName, Setting][];

/** A flag `--no-…` takes no value and switches its setting off. */
const isSwitch = (flag: string) => flag.startsWith('no-');

/** Reads the flags after `npm start --`. Throws `CannotStart` for an unknown flag or a missing value. */
export function readFlags(words: readonly string[]): Flags {
  const options: Record<string, { type: 'boolean' | 'string'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const [, { flag }] of settings) if (flag) options[flag] = { type: isSwitch(flag) ? 'boolean' : 'string' };
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true, allowPositionals: false });
    const overrides: Flags['overrides'] = {};
    for (const [name, { flag }] of settings) {
      const value = flag === undefined ? undefined : values[flag];
      if (value !== undefined) overrides[name] = typeof value === 'string' ? value : 'false';
    }
    return { help: values.help === true, overrides };
  } catch (error) {
    throw new CannotStart(
      `命令行参数不可用（${reasonOf(error)}）：运行 npm start -- --help 查看全部参数。`,
      `The command line cannot be used (${reasonOf(error)}): npm start -- --help lists every flag.`,
    );
  }
}

/** The text of `--help`: every setting with its flag, environment name, default and meaning. */
export function helpText(): string {
  const lines = ['巡航 Xunhang', '', 'npm start -- [flags]', ''];
  for (const [, { flag, env, fallback, zh, en, secret }] of settings) {
    const value = flag && !isSwitch(flag) ? ' <value>' : '';
    const shown = fallback === null || fallback === '' ? '' : `  (默认 default: ${fallback})`;
    lines.push(
      `  ${flag ? `--${flag}${value}, ` : ''}${env}${secret ? ' [secret]' : ''}${shown}`,
      `      ${zh}`,
      `      ${en}`,
    );
  }
  lines.push('  --help, -h', '      显示本说明', '      shows this text');
  return lines.join('\n');
}
