import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from './progress.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Servers are often not on the path of an ordinary user. */
const SERVER_PLACES = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
  '/usr/local/bin',
  '/usr/local/go/bin',
];

/** What the tests use that no npm package carries, with the Debian packages that bring it. */
const REQUIREMENTS = [
  { name: 'Chromium', find: findChromium, packages: ['chromium'] },
  { name: '中文字体 a Chinese font', find: findChineseFont, packages: ['fonts-wqy-zenhei'] },
  { name: 'Mosquitto', find: () => findProgram(['mosquitto']), packages: ['mosquitto'] },
  { name: 'Redis', find: () => findProgram(['redis-server', 'valkey-server']), packages: ['redis-server'] },
  { name: 'PostgreSQL', find: findPostgres, packages: ['postgresql'] },
  // builds the object store (s3-server.mjs)
  { name: 'Go', find: () => findProgram(['go']), packages: ['golang-go'] },
];

/** Debian packages of everything that is missing. */
export function missingPackages() {
  return REQUIREMENTS.filter(({ find }) => !find()).flatMap(({ packages }) => packages);
}

/**
 * Installs what the tests miss from Debian's or Ubuntu's packages when we are root; resolves with null, or with the
 * sentence that says what a person has to install.
 */
export async function installRequirements() {
  const packages = missingPackages();
  if (packages.length === 0) return null;
  if (process.getuid?.() === 0 && findProgram(['apt-get'])) {
    try {
      await step(`安装测试所需软件 installing for the tests: ${packages.join(' ')}`, () => aptInstall(packages));
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      process.stderr.write(`${error.said.trim()}\n`);
    }
  }
  const missing = REQUIREMENTS.filter(({ find }) => !find());
  if (missing.length === 0) return null;
  const names = missing.map(({ name }) => name).join('、');
  const command = `sudo apt-get install ${missing.flatMap((each) => each.packages).join(' ')}`;
  return (
    `测试缺少 ${names}：请安装后重试，例如 ${command}（Chromium 也可用环境变量 CHROMIUM_PATH 指明）。 ` +
    `The tests lack ${names}: install them and try again, for example ${command} (CHROMIUM_PATH may name a Chromium).`
  );
}

async function aptInstall(packages) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runCommand('apt-get', ['update'], options);
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return named ? isProgram(named) && named : findProgram(BROWSERS);
}

/** Debian keeps each major in a folder of its own, off the path. */
function findPostgres() {
  return findProgram(['postgres']) || findIn('/usr/lib/postgresql', (major) => `${major}/bin/postgres`);
}

function findChineseFont() {
  return (
    process.platform !== 'linux' ||
    findIn('/usr/share/fonts/truetype', (folder) => /^(wqy|arphic|noto)/.test(folder) && folder !== 'noto' && folder) ||
    findIn('/usr/share/fonts/opentype', (folder) => folder.startsWith('noto') && folder) ||
    findIn('/usr/share/fonts', (folder) => /cjk|wqy/i.test(folder) && folder)
  );
}

function findIn(place, pathOf) {
  try {
    return readdirSync(place).some((entry) => {
      const path = pathOf(entry);
      return path && isReadable(join(place, path));
    });
  } catch {
    return false;
  }
}

/** Path of the first program of these names; false when there is none. */
export function findProgram(names) {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...SERVER_PLACES].filter(Boolean);
  for (const name of names) for (const place of places) if (isProgram(join(place, name))) return join(place, name);
  return false;
}

function isProgram(path) {
  return allows(path, constants.X_OK);
}

function isReadable(path) {
  return allows(path, constants.R_OK);
}

function allows(path, mode) {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
