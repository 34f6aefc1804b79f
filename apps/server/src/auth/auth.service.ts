import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type MeView, type PasswordChange, type Role, type SessionView, type SignIn } from '#contracts';
import { Refusal } from '../common/refusal.js';
import { EventLog } from '../events/event-log.js';
import { ACCESS_SECONDS, AccessTokens } from './access-tokens.js';
import { type Actor, type Caller } from './actor.js';
import { AddressThrottle } from './address-throttle.js';
import { type Attempt, type AttemptRule, Attempts } from './attempts.js';
import { Passwords } from './passwords.js';
import { type Rotation, SessionsStore } from './sessions.store.js';
import { type RevokedListener, SignedIn, type SignedInPerson } from './signed-in.js';

/** Five wrong passwords in a row lock a user name for a quarter of an hour, whether there is such a user or not. */
export const SIGN_IN_RULE: AttemptRule = { limit: 5, lockSeconds: 900 };

/** A session as its owner gets it: the view for the body, the refresh token for the cookie. */
export interface OpenSession {
  view: SessionView;
  refreshToken: string;
}

interface Account {
  id: string;
  username: string;
  password_hash: string;
  roles: Role[];
  disabled: boolean;
  path: string | null;
}

/** Signing in, staying signed in, and being signed out. */
@Injectable()
export class AuthService {
  /** Wrong passwords by source address, which a whole office may share: sixty at once, then one every five seconds. */
  private readonly addresses = new AddressThrottle(60, 5);

  constructor(
    private readonly db: DataSource,
    private readonly events: EventLog,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionsStore,
    private readonly people: SignedIn,
  ) {}

  /** Throws `Refusal`: 401 `bad_credentials`, 429 `locked_out` or `too_many_requests`, 403 `user_disabled`. */
  async signIn({ username, password }: SignIn, address: string): Promise<OpenSession> {
    const name = username.trim().toLowerCase();
    const wait = this.addresses.take(address);
    if (wait > 0) throw tooMany(wait);
    const account = await this.check(name, password);
    this.addresses.giveBack(address);
    if (account.disabled) {
      throw new Refusal(
        403,
        'user_disabled',
        `用户 ${name} 已停用，请联系系统管理员`,
        `user ${name} is disabled: ask the system administrator`,
      );
    }
    const { path } = account;
    if (path === null) throw noDivision(name);
    const opened = await this.db.transaction(async (tx) => {
      await tx.query('UPDATE users SET last_sign_in_at = now() WHERE id = $1', [account.id]);
      const session = await this.sessions.open(tx, account.id);
      await this.events.append(tx, {
        name: 'user.signed_in',
        divisionPath: path,
        data: { userId: account.id, username: account.username },
      });
      return session;
    });
    return this.present(account.id, opened);
  }

  /** Exchanges a refresh token. Throws `Refusal` 401 `session_ended`. */
  async refresh(refreshToken: string | undefined): Promise<OpenSession> {
    if (!refreshToken) throw sessionEnded();
    const rotated: Rotation = await this.sessions.rotate(refreshToken);
    if ('ended' in rotated) {
      if (rotated.userId) this.people.forget(rotated.userId);
      throw sessionEnded();
    }
    return this.present(rotated.userId, rotated);
  }

  /** Ends the session of an access token or a refresh token; a session that has ended already is no error. */
  async signOut(accessToken: string | undefined, refreshToken: string | undefined): Promise<void> {
    const caller = accessToken ? await this.tokens.read(accessToken).catch(() => null) : null;
    const session = caller ?? (refreshToken ? await this.sessions.find(refreshToken) : null);
    if (session) await this.end(session.userId, 'signed out', session.sessionId);
  }

  /** Changes one's own password: every session ends, and the caller gets a new one. */
  async changePassword(actor: Actor, { current, next }: PasswordChange): Promise<OpenSession> {
    const account = await this.check(actor.username.toLowerCase(), current);
    if (current === next) {
      throw new Refusal(
        400,
        'same_password',
        '新密码不能与原密码相同',
        'the new password must differ from the old one',
      );
    }
    const hash = await this.passwords.hash(next);
    const opened = await this.db.transaction(async (tx) => {
      await tx.query('UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1', [account.id, hash]);
      await this.sessions.revoke(tx, account.id, 'password changed');
      const session = await this.sessions.open(tx, account.id);
      await this.events.append(tx, {
        name: 'user.changed',
        divisionPath: actor.scope.path,
        data: { userId: account.id, username: account.username, by: account.username },
      });
      return session;
    });
    this.people.forget(account.id);
    return this.present(account.id, opened);
  }

  /** Who the actor is, for the console. Throws `Refusal` 401 when the user has gone. */
  async me(caller: Caller): Promise<MeView> {
    const person = await this.people.find(caller.sessionId);
    if (!person) throw sessionEnded();
    return meOf(person);
  }

  /** The caller behind an access token. Throws `Refusal` 401: `token_expired`, `bad_token` or `session_ended`. */
  async callerOfToken(token: string): Promise<Caller> {
    const { sessionId, expiresAt } = await this.tokens.read(token);
    const person = await this.people.find(sessionId);
    if (!person) throw sessionEnded();
    return { actor: person.actor, sessionId, expiresAt };
  }

  /** The person behind an access token; throws like `callerOfToken`. */
  async actorOfToken(token: string): Promise<Actor> {
    return (await this.callerOfToken(token)).actor;
  }

  /** Calls back when sessions of a person end in any process: cut what they hold open. `sessionId` null: all of them. */
  onRevoked(listener: RevokedListener): () => void {
    return this.people.onRevoked(listener);
  }

  /** Ends sessions of a person within a transaction; call `forget` after the commit. */
  async revoke(tx: EntityManager, userId: string, reason: string): Promise<void> {
    await this.sessions.revoke(tx, userId, reason);
  }

  /** Makes this process look at a person anew; the others are told by the database. */
  forget(userId: string): void {
    this.people.forget(userId);
  }

  private async end(userId: string, reason: string, sessionId: string): Promise<void> {
    await this.db.transaction((tx) => this.sessions.revoke(tx, userId, reason, sessionId));
    this.people.forget(userId);
  }

  /** The account of a name and its right password. Counts the attempt, and takes the same time for names nobody has. */
  private async check(name: string, password: string): Promise<Account> {
    const attempt = await this.attempts.begin('sign_in', name, SIGN_IN_RULE);
    if (!attempt.allowed) throw lockedOut(name, attempt);
    const [account]: Account[] = await this.db.query(
      `SELECT u.id, u.username, u.password_hash, u.roles, u.disabled, d.path
       FROM users u LEFT JOIN divisions d ON d.code = u.division_code WHERE lower(u.username) = $1`,
      [name],
    );
    const right = await this.passwords.matches(account?.password_hash ?? null, password);
    if (right && account) {
      await this.attempts.clear('sign_in', name);
      return account;
    }
    if (attempt.left > 0) throw badCredentials(attempt.left);
    if (account) await this.tellLockOut(account);
    throw lockedOut(name, attempt);
  }

  private async tellLockOut(account: Account): Promise<void> {
    const data = { userId: account.id, username: account.username };
    await this.db.transaction((tx) =>
      this.events.append(tx, { name: 'user.locked_out', divisionPath: account.path ?? '', data }),
    );
  }

  private async present(userId: string, session: { sessionId: string; refreshToken: string }): Promise<OpenSession> {
    const person = await this.people.find(session.sessionId);
    if (!person) throw sessionEnded();
    const accessToken = await this.tokens.sign(userId, session.sessionId);
    return {
      view: { accessToken, expiresInSeconds: ACCESS_SECONDS, user: meOf(person) },
      refreshToken: session.refreshToken,
    };
  }
}

function meOf({ actor, displayName, divisionCode, divisionName }: SignedInPerson): MeView {
  return {
    id: actor.userId,
    username: actor.username,
    displayName,
    roles: [...actor.roles],
    permissions: [...actor.permissions],
    divisionCode,
    divisionName,
  };
}

function sessionEnded(): Refusal {
  return new Refusal(401, 'session_ended', '会话已结束，请重新登录', 'the session has ended: sign in again');
}

function badCredentials(left: number): Refusal {
  return new Refusal(
    401,
    'bad_credentials',
    `用户名或密码不正确，还可再试 ${left} 次`,
    `the user name or the password is wrong; ${left} more ${left === 1 ? 'try' : 'tries'}`,
  );
}

function lockedOut(name: string, { lockedFor }: Attempt): Refusal {
  const minutes = Math.max(1, Math.ceil(lockedFor / 60));
  return new Refusal(
    429,
    'locked_out',
    `用户名 ${name} 因连续输错密码已锁定，请 ${minutes} 分钟后再试，或请系统管理员解锁`,
    `user name ${name} is locked after wrong passwords: try again in ${minutes} min, or ask the system administrator to unlock it`,
    undefined,
    Math.max(1, lockedFor),
  );
}

function tooMany(seconds: number): Refusal {
  return new Refusal(
    429,
    'too_many_requests',
    `该网络地址输错密码过多，请 ${seconds} 秒后再试`,
    `too many wrong passwords from this network address: try again in ${seconds} s`,
    undefined,
    seconds,
  );
}

function noDivision(name: string): Refusal {
  return new Refusal(
    403,
    'no_division',
    `用户 ${name} 的行政区划已不存在，请系统管理员重新指定`,
    `the division of user ${name} no longer exists: the system administrator must set another`,
  );
}
