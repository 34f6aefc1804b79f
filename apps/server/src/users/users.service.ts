import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type z } from 'zod';
import { type NewUser, type Page, type UserChange, type UserQuery, type UserView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Attempts } from '../auth/attempts.js';
import { AuthService } from '../auth/auth.service.js';
import { Passwords } from '../auth/passwords.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import {
  changed,
  endsSessions,
  requireAnotherAdministrator,
  requireNotOneself,
  requireSeparatedRoles,
} from './user.rules.js';
import { UsersStore } from './users.store.js';

const USER = { zh: '用户', en: 'user' };
/** Key of the advisory lock that orders changes of users: two administrators must not demote each other at once. */
const CHANGE_LOCK = 720_011;

/** The people who may sign in. An administrator sees and gives away nothing outside their own division. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: DataSource,
    private readonly store: UsersStore,
    private readonly auth: AuthService,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  list(query: z.infer<typeof UserQuery>, actor: Actor): Promise<Page<UserView>> {
    return this.store.page(actor.scope, query);
  }

  /** Throws `Refusal` 409 `username_taken` or `separated_roles`, `NotFound` for a division outside the scope. */
  async create(request: NewUser, actor: Actor): Promise<UserView> {
    requireSeparatedRoles(request.roles);
    requireUnrelated(request.password, request.username);
    const division = this.divisions.get(request.divisionCode, actor.scope);
    const hash = await this.passwords.hash(request.password);
    return this.db.transaction(async (tx) => {
      const id = await this.store.insert(tx, { ...request, roles: [...new Set(request.roles)] }, hash);
      if (id === null) throw usernameTaken(request.username);
      const view = await this.view(tx, id);
      await this.tell(tx, view, division.path, actor);
      return view;
    });
  }

  /**
   * Throws `NotFound` outside the scope, `Refusal` 409 `own_account`, `own_password`, `separated_roles` or
   * `last_administrator`. A new password, role, division or disabling ends the person's sessions at once.
   */
  async change(id: string, request: UserChange, actor: Actor): Promise<UserView> {
    if (request.roles) requireSeparatedRoles(request.roles);
    const hash = request.password === undefined ? null : await this.passwords.hash(request.password);
    const view = await this.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [CHANGE_LOCK]);
      const before = await this.store.lock(tx, id);
      if (!before) throw new NotFound(USER, id);
      actor.scope.require(before.divisionPath, USER, id);
      requireNotOneself(actor, before, request);
      if (request.password !== undefined) requireUnrelated(request.password, before.username);
      const path =
        request.divisionCode === undefined
          ? before.divisionPath
          : this.divisions.get(request.divisionCode, actor.scope).path;
      const after = changed(before, request, path);
      requireAnotherAdministrator(before, after, await this.store.otherAdministrators(tx, id));
      await this.store.update(tx, after, hash);
      if (endsSessions(before, after, hash !== null)) await this.auth.revoke(tx, id, `changed by ${actor.username}`);
      // whoever hands out a new password wants it to work at once
      if (request.unlock || hash !== null) await this.attempts.clear('sign_in', before.username.toLowerCase(), tx);
      const view = await this.view(tx, id);
      await this.tell(tx, view, path, actor);
      return view;
    });
    this.auth.forget(id);
    return view;
  }

  private async view(tx: EntityManager, id: string): Promise<UserView> {
    const view = await this.store.view(id, tx);
    if (!view) throw new NotFound(USER, id);
    return view;
  }

  private async tell(tx: EntityManager, user: UserView, divisionPath: string, actor: Actor): Promise<void> {
    const data = { userId: user.id, username: user.username, by: actor.username };
    await this.events.append(tx, { name: 'user.changed', divisionPath, data });
  }
}

function usernameTaken(username: string): Refusal {
  return new Refusal(
    409,
    'username_taken',
    `用户名 ${username} 已被使用，请换一个`,
    `user name ${username} is taken: choose another`,
  );
}

/** A password that holds the user name is the first thing anybody tries. */
function requireUnrelated(password: string, username: string): void {
  if (!password.toLowerCase().includes(username.toLowerCase())) return;
  throw new Refusal(
    400,
    'password_holds_name',
    '密码不能包含用户名，请换一个',
    'the password must not contain the user name: choose another',
  );
}
