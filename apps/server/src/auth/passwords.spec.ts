import { describe, expect, it } from '@jest/globals';
import { Password } from '#contracts';
import { generatePassword, Passwords } from './passwords.js';

describe('passwords', () => {
  it('are kept as argon2id with the recommended cost, each with a salt of its own', async () => {
    const passwords = new Passwords();
    const [one, other] = await Promise.all([passwords.hash('Lychee-7'), passwords.hash('Lychee-7')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwords.matches(one, 'Lychee-7')).toBe(true);
    expect(await passwords.matches(one, 'lychee-7')).toBe(false);
  });

  it('never match for somebody who does not exist', async () => {
    expect(await new Passwords().matches(null, 'anything')).toBe(false);
  });

  it('are all answered when more come than may be worked on at once', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('Lychee-7');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, nr) => passwords.matches(hash, nr % 2 ? 'Lychee-7' : 'no')),
    );
    expect(answers.filter(Boolean)).toHaveLength(10);
  });

  it('turn a flood away instead of piling it up', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('Lychee-7');
    const answers = await Promise.allSettled(Array.from({ length: 230 }, () => passwords.matches(hash, 'no')));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer.reason).toMatchObject({ status: 503, code: 'busy' });
  });

  it('that we generate meet our own rule, never repeat and hold no look-alikes', () => {
    const made = Array.from({ length: 500 }, generatePassword);
    expect(new Set(made).size).toBe(made.length);
    for (const password of made) {
      expect(Password.safeParse(password).success).toBe(true);
      expect(password).not.toMatch(/[0O1lI]/);
    }
  });
});
