import { parseArgs } from 'node:util';
import { ADMINISTRATOR, resetAdministrator } from '../auth/administrator.js';
import { readConfig } from '../config.js';
import { openCommandDatabase } from './command-database.js';

const HELP = `npm run admin-password [-- --data-dir <目录>]

  为 ${ADMINISTRATOR} 生成新密码，并结束其锁定、停用和全部会话。
  Gives ${ADMINISTRATOR} a new password and ends lock-out, disabling and all sessions.`;

/** `npm run admin-password`: the way back in for whoever may read the database. Throws `Refusal` with a sentence. */
export async function adminPassword(
  words: readonly string[],
  environment: NodeJS.ProcessEnv | undefined = undefined,
): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: { 'data-dir': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return HELP;
  const dataDir = values['data-dir'];
  const { db, close } = await openCommandDatabase(readConfig(dataDir === undefined ? {} : { dataDir }, environment));
  try {
    const password = await resetAdministrator(db);
    return `
  用户名 username:  ${ADMINISTRATOR}
  密码   password:  ${password}

原密码作废，已登录的会话已结束。密码只显示这一次。
The former password is void and sessions have ended. The password is shown only this once.`;
  } finally {
    await close();
  }
}
