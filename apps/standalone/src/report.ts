/** What the person at the terminal sees: a line for each slow step with its time, and sentences between them. */
export class Report {
  private open = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  /** Shows that a step has begun, and its time when it has ended. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    const tick = this.out.isTTY ? setInterval(() => this.draw(`${name} … ${seconds()}`), 200) : null;
    if (this.out.isTTY) this.draw(`${name} …`);
    try {
      const result = await work();
      this.say(`${name}  ${seconds()}`);
      return result;
    } finally {
      if (tick) clearInterval(tick);
    }
  }

  /** A line that stays. */
  say(line: string): void {
    this.out.write(`${this.open ? '\r\u001b[K' : ''}${line}\n`);
    this.open = false;
  }

  private draw(line: string): void {
    this.out.write(`\r\u001b[K${line}`);
    this.open = true;
  }
}
