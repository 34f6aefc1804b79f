/** What moves: an identity and a place in Mercator units. */
export interface Moving {
  sn: string;
  x: number;
  y: number;
}

interface Step {
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  startedAt: number;
}

const GLIDE_MS = 240;
/** With more symbols than this each frame of gliding costs more than it shows. */
const GLIDE_LIMIT = 150;
/** A longer way than this (about 400 m) is a jump in the data, not a movement. */
const JUMP_UNITS = 0.00001;

/**
 * Lets a symbol slide from where it was drawn to where its newest sample says, within one beat of the live frames:
 * the end of every slide is the reported place, nothing is predicted. Off when the reader asked for less motion.
 */
export class Glide {
  #steps = new Map<string, Step>();
  #endsAt = 0;
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');

  /** New targets; what is not among them is forgotten. `others`: how many symbols are drawn beside them. */
  aim(targets: readonly Moving[], others: number): void {
    const now = performance.now();
    const gliding = targets.length + others <= GLIDE_LIMIT && !this.#still.matches && !document.hidden;
    const next = new Map<string, Step>();
    for (const target of targets) {
      const before = this.#steps.get(target.sn);
      if (before && before.toX === target.x && before.toY === target.y) {
        next.set(target.sn, before);
        continue;
      }
      const from = before ? at(before, now) : target;
      const jump = !gliding || Math.hypot(from.x - target.x, from.y - target.y) > JUMP_UNITS;
      const start = jump ? target : from;
      next.set(target.sn, { fromX: start.x, fromY: start.y, toX: target.x, toY: target.y, startedAt: now });
      if (before && !jump) this.#endsAt = now + GLIDE_MS;
    }
    this.#steps = next;
  }

  placeOf(target: Moving, now: number): { x: number; y: number } {
    const step = this.#steps.get(target.sn);
    return step ? at(step, now) : target;
  }

  moving(now: number): boolean {
    return now < this.#endsAt;
  }
}

function at(step: Step, now: number): { x: number; y: number } {
  const part = Math.min(1, Math.max(0, (now - step.startedAt) / GLIDE_MS));
  return { x: step.fromX + (step.toX - step.fromX) * part, y: step.fromY + (step.toY - step.fromY) * part };
}
