import { type Options, InvalidOptions } from './options.js';

/** Sends faults and clearings to the simulator that runs on this machine. Resolves with the exit code. */
export async function remoteCommands({ controlPort, faults, clear }: Options): Promise<number> {
  if (controlPort === null || (faults.length === 0 && !clear)) {
    throw new InvalidOptions('缺少 --fleet（见 --help）。 --fleet is missing (see --help).');
  }
  const address = `http://127.0.0.1:${controlPort}/api/faults`;
  let code = 0;
  if (clear) code = Math.max(code, await send(address, { method: 'DELETE' }));
  for (const fault of faults) {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) };
    code = Math.max(code, await send(address, request));
  }
  return code;
}

async function send(address: string, request: RequestInit): Promise<number> {
  let response: Response;
  try {
    response = await fetch(address, request);
  } catch {
    process.stderr.write(`${address} 上没有模拟器在运行。 No simulator answers at ${address}.\n`);
    return 1;
  }
  const text = await response.text();
  (response.ok ? process.stdout : process.stderr).write(`${text}\n`);
  return response.ok ? 0 : 1;
}
