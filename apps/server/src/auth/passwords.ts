import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { Refusal } from '../common/refusal.js';

/** argon2id by the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. The package's default algorithm is argon2id. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
/** Each hash holds a core and 19 MiB for tens of milliseconds: a flood of sign-ins must not take the machine. */
const AT_ONCE = 2;
const WAITING = 200;

/** Without look-alikes (0 O 1 l I), so that a password can be read out and typed. */
const SMALL = 'abcdefghijkmnpqrstuvwxyz';
const CAPITAL = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGIT = '23456789';

/** Hashes and checks the passwords of people. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private nobody: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, COST));
  }

  /** Checks a password; without a hash (nobody of that name) it takes the same time and answers false. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    this.nobody ??= hash(generatePassword(), COST);
    const against = stored ?? (await this.nobody);
    const same = await this.inTurn(() => verify(against, password));
    return same && stored !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.queue.length >= WAITING) {
      throw new Refusal(
        503,
        'busy',
        '登录请求过多，请几秒后重试',
        'too many people sign in at once: try again in a few seconds',
      );
    }
    if (this.running >= AT_ONCE) await new Promise<void>((resume) => this.queue.push(resume));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

/** A random password of 20 signs and about 90 bits in four groups; it meets the rule for passwords. */
export function generatePassword(): string {
  const groups = Array.from(
    { length: 4 },
    () => pick(SMALL) + pick(CAPITAL) + pick(SMALL + CAPITAL + DIGIT) + pick(DIGIT) + pick(SMALL + CAPITAL),
  );
  return groups.join('-');
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}
