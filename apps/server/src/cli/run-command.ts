import { isDatabaseUnavailable, databaseCode } from '../common/database-fault.js';

/** What a command says and how it ends. */
export type Command = (words: readonly string[]) => Promise<string>;

/** Runs a command of the command line: its text to standard output, a fault as one sentence to standard error and exit code 1. */
export async function runCommand(command: Command): Promise<void> {
  try {
    process.stdout.write(`${await command(process.argv.slice(2))}\n`);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** The sentences of an error that a person can act upon; the stack of any other. */
function sentenceOf(error: unknown): string {
  const { zh, en, name, message, code, stack } = error as Error & { zh?: string; en?: string; code?: string };
  if (zh && en) return `${zh}。\n${en}.`.replaceAll('。。', '。').replaceAll(/\.\.$/g, '.');
  if (name === 'InvalidSetting') return message;
  if (code?.startsWith('ERR_PARSE_ARGS'))
    return `命令行参数不可用，--help 查看用法。\nThe command line cannot be used, see --help: ${message}`;
  if (databaseCode(error) === '42P01') {
    return '数据库还是空的：请先用 npm start 启动一次。\nThe database is empty: start the product once by npm start.';
  }
  if (isDatabaseUnavailable(error))
    return `数据库连不上，请检查 DATABASE_URL。\nThe database cannot be reached, check DATABASE_URL: ${message}`;
  return stack ?? message;
}
