import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from './progress.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

/** The project's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_NEEDED = [20, 19];

/** What is built, from which sources, and by which program. */
const BUILDS = [
  {
    name: '服务端 server',
    stamp: 'dist/.built-server.json',
    sources: [
      'apps/server/src',
      'apps/simulator/src',
      'apps/standalone/src',
      'libs',
      'bench',
      'tsconfig.json',
      'package-lock.json',
    ],
    extensions: ['.ts', '.json'],
    makes: compiledFiles,
    program: 'node_modules/typescript/bin/tsc',
    args: ['-p', '.'],
    removed: removeCompiled,
  },
  {
    name: '网页 console',
    stamp: 'dist/.built-console.json',
    sources: [
      'apps/console',
      'libs/contracts/src',
      'libs/dji/src/wayline',
      'libs/geo/src',
      'libs/routes/src',
      'package-lock.json',
    ],
    makes: () => ['dist/console/index.html'],
    onlyWith: 'apps/console/vite.config.ts',
    program: 'node_modules/vite/bin/vite.js',
    args: ['build', '--config', 'apps/console/vite.config.ts', '--logLevel', 'warn'],
  },
];

/**
 * Installs what is missing and builds what is stale; when nothing is, it only looks at files. Says why when that fails,
 * and then calls `giveUp`, which ends the process.
 */
export async function prepare(giveUp = () => process.exit(1)) {
  checkNode();
  try {
    if (!isInstalled()) await step('安装依赖 installing packages (npm ci)', install);
    const stale = BUILDS.map((build) => ({ build, state: stateOf(build) })).filter(({ build, state }) =>
      isStale(build, state),
    );
    if (stale.length > 0) {
      const names = stale.map(({ build }) => build.name).join('、');
      await step(`构建 building: ${names}`, () => settle(stale.map(({ build, state }) => run(build, state))));
    }
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    process.stderr.write(`${error.said.trim()}\n`);
    process.stderr.write(
      `准备失败：${error.message}。请按上面的提示处理后重试。 Preparation failed: ${error.message}. See above, then try again.\n`,
    );
    giveUp();
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1])) return;
  process.stderr.write(
    `需要 Node.js ${NODE_NEEDED.join('.')} 或更新版本，当前是 ${process.versions.node}：请到 https://nodejs.org 安装。\n` +
      `Node.js ${NODE_NEEDED.join('.')} or newer is needed, this is ${process.versions.node}: install it from https://nodejs.org.\n`,
  );
  process.exit(1);
}

/** The lock file's hash is kept in node_modules; an installation made by hand is compared with the lock file once. */
function isInstalled() {
  const stamp = join(ROOT, 'node_modules/.installed');
  const hash = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  const hidden = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const there = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (path === '' || optional || devOptional) continue;
    if (there[path]?.version !== version) return false;
  }
  writeFileSync(stamp, hash);
  return true;
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
}

async function install() {
  // the tools that build are development dependencies: they are needed also where NODE_ENV says production
  const environment = { ...process.env, NODE_ENV: 'development' };
  for (const name of ['npm_config_omit', 'npm_config_production', 'npm_config_only']) delete environment[name];
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) await runCommand(process.execPath, [npm, ...args], { cwd: ROOT, env: environment });
  else await runCommand('npm', args, { cwd: ROOT, env: environment });
  writeFileSync(join(ROOT, 'node_modules/.installed'), lockHash());
}

/** Path, size and time of every source of a build, as one object. */
function stateOf({ sources, extensions }) {
  const files = {};
  const look = (path) => {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isFile()) {
      if (!extensions || extensions.some((extension) => path.endsWith(extension)))
        files[path] = `${stat.size} ${stat.mtimeMs}`;
      return;
    }
    for (const entry of readdirSync(join(ROOT, path))) if (entry !== 'node_modules') look(`${path}/${entry}`);
  };
  for (const source of sources) look(source);
  return files;
}

function isStale({ stamp, makes, onlyWith }, state) {
  if (onlyWith && !existsSync(join(ROOT, onlyWith))) return false;
  if (!makes(state).every((path) => existsSync(join(ROOT, path)))) return true;
  return JSON.stringify(readStamp(stamp)) !== JSON.stringify(state);
}

function readStamp(stamp) {
  try {
    return JSON.parse(readFileSync(join(ROOT, stamp), 'utf8'));
  } catch {
    return {};
  }
}

async function run({ stamp, makes, program, args, removed }, state) {
  removed?.(Object.keys(readStamp(stamp)).filter((path) => !(path in state)));
  // an incremental build believes its own notes: where files they speak of have gone, it must begin anew
  if (removed && !makes(state).every((path) => existsSync(join(ROOT, path)))) {
    rmSync(join(ROOT, 'dist/.tsbuildinfo'), { force: true });
  }
  await runCommand(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(join(ROOT, stamp), JSON.stringify(state));
}

/** What the compiler makes of each source; tests are not compiled. */
function compiledFiles(state) {
  return Object.keys(state)
    .filter((path) => /^(apps\/[^/]+\/src|libs\/[^/]+\/src|bench)\//.test(path))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.endsWith('.d.ts'))
    .map((path) => `dist/${path.replace(/\.ts$/, '.js')}`);
}

/** The compiled form of a source that has gone would still be found, a migration for example. */
function removeCompiled(paths) {
  for (const path of paths.filter((each) => each.endsWith('.ts'))) {
    for (const end of ['.js', '.js.map']) rmSync(join(ROOT, 'dist', path.replace(/\.ts$/, end)), { force: true });
  }
}

/** Lets every build end before the first failure is thrown, so that none writes after us. */
async function settle(builds) {
  const results = await Promise.allSettled(builds);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}
