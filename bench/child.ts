import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the processes of the bench tell each other. */
export type Told = { type: string } & Record<string, unknown>;

/** A process of the bench, started from a file beside this one. */
export class Child {
  private readonly waiting = new Map<string, (told: Told) => void>();
  private readonly listeners = new Map<string, (told: Told) => void>();
  private failure: Error | null = null;

  private constructor(
    readonly process: ChildProcess,
    readonly name: string,
  ) {
    process.on('message', (told: Told) => {
      this.listeners.get(told.type)?.(told);
      this.waiting.get(told.type)?.(told);
      this.waiting.delete(told.type);
    });
    process.on('exit', (code, signal) => {
      if (code !== 0) this.failure = new Error(`the ${name} process of the bench ended (${code ?? signal})`);
    });
  }

  /** Starts `<name>.process.js` with a configuration and waits until it says that it is ready. */
  static async start(name: string, config: object, nodeFlags: string[] = []): Promise<{ child: Child; ready: Told }> {
    const file = fileURLToPath(new URL(`./${name}.process.js`, import.meta.url));
    const child = new Child(
      fork(file, [JSON.stringify(config)], { execArgv: nodeFlags, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
      name,
    );
    const ready = await child.next('ready', 60_000);
    return { child, ready };
  }

  get pid(): number {
    return this.process.pid!;
  }

  tell(type: string, about: Record<string, unknown> = {}): void {
    if (this.process.connected) this.process.send({ type, ...about });
  }

  on(type: string, listener: (told: Told) => void): void {
    this.listeners.set(type, listener);
  }

  /** The next message of a type. Rejects when the process ends or says nothing for `patienceMs`. */
  next(type: string, patienceMs = 120_000): Promise<Told> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the ${this.name} process said no "${type}"`)), patienceMs);
      const ended = () => reject(this.failure ?? new Error(`the ${this.name} process ended`));
      this.process.once('exit', ended);
      this.waiting.set(type, (told) => {
        clearTimeout(timer);
        this.process.off('exit', ended);
        resolve(told);
      });
    });
  }

  async ask(type: string, about: Record<string, unknown> = {}): Promise<Told> {
    const answer = this.next(`${type}.done`);
    this.tell(type, about);
    return answer;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    this.tell('end');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
  }
}

/** The configuration that `Child.start` gave to this process. */
export function configuration<T>(): T {
  return JSON.parse(process.argv[2]!) as T;
}

/** Tells the bench something. */
export function tell(type: string, about: Record<string, unknown> = {}): void {
  process.send?.({ type, ...about });
}

/** Does something when the bench asks, and answers with what it gives; `end` ends the process. */
export function when(
  type: string,
  action: (told: Told) => Promise<Record<string, unknown> | void> | Record<string, unknown> | void,
): void {
  process.on('message', (told: Told) => {
    if (told.type !== type) return;
    void Promise.resolve(action(told)).then((about) => {
      tell(`${type}.done`, about ?? {});
      if (type === 'end') process.exit(0);
    });
  });
}

// Without the bench nobody would stop its processes.
if (process.send) process.on('disconnect', () => process.exit(0));
