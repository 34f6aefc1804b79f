import { parseArgs } from 'node:util';
import { Refusal } from '../common/refusal.js';
import { type Verdict, verifyPack } from '../evidence/evidence.verify.js';
import { wrong } from '../evidence/evidence.verdict.js';

const HELP = `npm run verify-evidence -- <证据包.zip> [--sha256 <登记的散列>]

  离线核验一个证据包：逐个文件核对 SHA-256、清单与经手记录，说明哪里不符。不需要数据库与网络。
  Checks an evidence pack offline: every file, the manifest, the chain of hands. Needs no database and no network.
  退出码 exit code: 0 一致 right, 1 不符或读不了 wrong or unreadable`;

/** What a command says, and whether all was right. */
export interface Verified {
  text: string;
  right: boolean;
}

/** `npm run verify-evidence`. Throws `Refusal` where there is no such file. */
export async function verifyEvidence(words: readonly string[]): Promise<Verified> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { sha256: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (values.help) return { text: HELP, right: true };
  if (path === undefined || positionals.length > 1) return { text: HELP, right: false };
  const verdict = await read(path);
  const wanted = values.sha256?.toLowerCase();
  if (wanted !== undefined && wanted !== verdict.sha256) verdict.wrong.push(wrong('not_registered', path));
  return { text: textOf(path, verdict), right: verdict.wrong.length === 0 };
}

async function read(path: string): Promise<Verdict> {
  try {
    return await verifyPack(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Refusal(
      404,
      'unreadable_file',
      `文件 ${path} 读不了（${code}）`,
      `the file ${path} cannot be read (${code})`,
    );
  }
}

function textOf(path: string, { sha256, manifestSha256, manifest, right, wrong: found }: Verdict): string {
  const lines = [`文件 file:      ${path}`, `SHA-256:        ${sha256}`];
  if (manifestSha256) lines.push(`清单 manifest:  ${manifestSha256}`);
  if (manifest) {
    const { pack, files, custody } = manifest;
    // A pack is somebody else's file: nothing in it may write over what the terminal shows.
    const title = pack.title.replace(/[\p{Cc}\p{Cf}]/gu, '?');
    lines.push(
      `证据包 pack:    ${title}（${pack.id}），${files.length} 个原件 originals，${custody.length} 条经手记录 links`,
    );
  }
  for (const { path: name, zh, en } of found) lines.push(`✗ ${name} ${zh} ${en}`);
  lines.push(
    found.length === 0
      ? `✓ 一致：${right} 个文件与清单相符。 Right: ${right} files are those of the manifest.`
      : `✗ 不符：${found.length} 处，${right} 个文件相符。 Wrong: ${found.length}; ${right} files are those of the manifest.`,
  );
  return lines.join('\n');
}
