import { spawn } from 'node:child_process';

/** A command ended badly; `said` is what it wrote. */
export class CommandFailed extends Error {
  constructor(command, code, said) {
    super(`${command} ended with ${code}`);
    this.name = 'CommandFailed';
    this.said = said;
  }
}

/** Runs a program without a terminal and resolves with what it wrote, both streams together; rejects with `CommandFailed`. */
export function runCommand(program, args, options = {}) {
  return new Promise((fulfil, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let said = '';
    const hear = (chunk) => {
      said += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => reject(new CommandFailed(program, error.code, error.message)));
    child.on('close', (code, signal) =>
      code === 0 ? fulfil(said) : reject(new CommandFailed([program, ...args].join(' '), code ?? signal, said)),
    );
  });
}
