import { pbkdf2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
/**
 * Mosquitto's own default (mosquitto_passwd 2.0). The passwords are random with more than 140 bits, so the count of
 * iterations guards nothing, and two thousand docks that come back at once are let in within a second.
 */
const ITERATIONS = 101;
const HASH_BYTES = 64;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 26;

/** A random password of a device: 26 signs without look-alikes, for it is typed into a remote controller. */
export function brokerPassword(): string {
  return Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}

/**
 * The password as Mosquitto stores it, `$7$iterations$salt$hash`: PBKDF2 with HMAC-SHA512, salt and hash in Base64
 * (mosquitto-passwd(1)). The salt is twelve bytes, the only length that Mosquitto 2.0 takes, and printable, so that
 * brokers that take the salt as text can read it too.
 */
export async function hashBrokerPassword(password: string): Promise<string> {
  const salt = Buffer.from(randomBytes(9).toString('base64url'));
  const hash = await derive(password, salt, ITERATIONS, HASH_BYTES, 'sha512');
  return `$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Checks a password against a stored hash, in a time that does not tell how much of it was right. */
export async function matchesBrokerPassword(stored: string, password: Buffer): Promise<boolean> {
  const [, scheme, iterations, salt, hash] = stored.split('$');
  if (scheme !== '7' || !iterations || !salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64');
  if (expected.length === 0) return false;
  const actual = await derive(password, Buffer.from(salt, 'base64'), Number(iterations), expected.length, 'sha512');
  return timingSafeEqual(actual, expected);
}
