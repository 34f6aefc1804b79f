import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, ROOT } from './prepare.mjs';
import { installRequirements } from './requirements.mjs';
import { s3Server } from './s3-server.mjs';

// npm test -- [jest arguments]: the last line is always "N passed, N failed"
const words = process.argv.slice(2);
await prepare(() => finish({ passed: 0, failed: 1 }));
// a chosen test may need none of it, and says so itself if it does
const lacking = words.length > 0 ? null : await installRequirements();
if (lacking) {
  process.stderr.write(`${lacking}\n`);
  finish({ passed: 0, failed: 1 });
} else {
  // the spec that needs it builds it otherwise, and says what went wrong
  if (words.length === 0) s3Server().catch(() => undefined);
  finish(await runJest(words));
}

function finish({ passed, failed }) {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** Runs jest with its own output shown, and counts tests that failed and suites that could not run. */
async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'xunhang-jest-'));
  const file = join(folder, 'result.json');
  try {
    const code = await new Promise((fulfil) => {
      const child = spawn(
        process.execPath,
        [join(ROOT, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${file}`, ...args],
        {
          cwd: ROOT,
          // with --json jest reports on standard error: shown on standard output, so that the last line comes last
          stdio: ['ignore', 'ignore', 1],
          env: {
            ...process.env,
            NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
          },
        },
      );
      child.on('error', () => fulfil(1));
      child.on('close', (status) => fulfil(status ?? 1));
    });
    return count(file, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(file, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  // jest may fail for a reason that no test names, such as nothing found
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
