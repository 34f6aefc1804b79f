/** Something planned; `cancel` forgets it, also from inside its own run. */
export interface Planned {
  cancel(): void;
}

interface Task {
  slot: number;
  /** Slots between runs; 0: runs once. */
  period: number;
  run: () => void;
  cancelled: boolean;
}

/**
 * A hashed timing wheel: any number of timers on one interval of the runtime. Times are milliseconds of a clock that
 * never runs backwards, rounded up to whole slots of 50 ms. A periodic task keeps its phase; what was missed during a
 * stall runs once, not once for each miss.
 */
export class Wheel {
  private readonly slots: Task[][];
  private cursor: number;
  private interval: NodeJS.Timeout | null = null;

  constructor(
    /** Milliseconds, monotonic. */
    readonly now: () => number = () => performance.now(),
    private readonly slotMs = 50,
    size = 512,
  ) {
    this.slots = Array.from({ length: size }, () => []);
    this.cursor = Math.floor(now() / slotMs);
  }

  /** Runs once after `delayMs`. */
  after(delayMs: number, run: () => void): Planned {
    return this.add(delayMs, 0, run);
  }

  /** Runs every `periodMs`, the first time after `firstMs`. */
  every(periodMs: number, run: () => void, firstMs = periodMs): Planned {
    return this.add(firstMs, Math.max(1, Math.round(periodMs / this.slotMs)), run);
  }

  /** Runs everything that is due. `start` calls it by itself; tests call it with a clock of their own. */
  advance(): void {
    const target = Math.floor(this.now() / this.slotMs);
    const from = Math.max(this.cursor + 1, target - this.slots.length + 1);
    for (let slot = from; slot <= target; slot++) {
      this.cursor = slot;
      this.runSlot(slot, target);
    }
    this.cursor = Math.max(this.cursor, target);
  }

  start(): void {
    this.interval ??= setInterval(() => this.advance(), this.slotMs);
  }

  stop(): void {
    if (this.interval) clearInterval(this.interval);
    this.interval = null;
  }

  private add(delayMs: number, period: number, run: () => void): Planned {
    const slot = Math.max(this.cursor + 1, Math.ceil((this.now() + Math.max(0, delayMs)) / this.slotMs));
    const task: Task = { slot, period, run, cancelled: false };
    this.place(task);
    return {
      cancel: () => {
        task.cancelled = true;
      },
    };
  }

  private place(task: Task): void {
    this.slots[task.slot % this.slots.length]!.push(task);
  }

  private runSlot(slot: number, target: number): void {
    const index = slot % this.slots.length;
    const tasks = this.slots[index]!;
    if (tasks.length === 0) return;
    this.slots[index] = [];
    for (const task of tasks) {
      if (task.cancelled) continue;
      if (task.slot > slot) {
        this.place(task);
        continue;
      }
      task.run();
      if (task.period > 0 && !task.cancelled) {
        task.slot += task.period * Math.max(1, Math.ceil((target + 1 - task.slot) / task.period));
        this.place(task);
      }
    }
  }
}
