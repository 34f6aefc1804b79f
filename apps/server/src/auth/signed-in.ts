import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Role } from '#contracts';
import { Notifications } from '../database/notifications.js';
import { type Actor, permissionsOf } from './actor.js';
import { Scope } from './scope.js';
import { PEOPLE_CHANNEL, type PeopleNotice } from './sessions.store.js';

/** How long a session is believed to go on without a look into the database, should a notification be lost. */
const BELIEVED_MS = 5_000;
const KEPT = 10_000;

/** The person behind a live session. */
export interface SignedInPerson {
  actor: Actor;
  displayName: string;
  divisionCode: string;
  divisionName: string;
}

export type RevokedListener = (userId: string, sessionId: string | null) => void;

/** Who is behind a session, held in memory for seconds and dropped at once when the session ends or the person changes. */
@Injectable()
export class SignedIn implements OnModuleInit {
  private readonly people = new Map<string, { person: SignedInPerson | null; until: number }>();
  private readonly listeners = new Set<RevokedListener>();
  /** Rises with every change, so that a look that began before it is not kept. */
  private changes = 0;

  constructor(
    private readonly db: DataSource,
    private readonly notifications: Notifications,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.notifications.listen(PEOPLE_CHANNEL, (payload) => this.heard(payload));
  }

  /** The person of a live session, or null when it has ended. */
  async find(sessionId: string): Promise<SignedInPerson | null> {
    const held = this.people.get(sessionId);
    if (held && held.until > Date.now()) return held.person;
    const { changes } = this;
    const person = await this.read(sessionId);
    if (changes === this.changes) {
      if (this.people.size >= KEPT) this.people.clear();
      this.people.set(sessionId, { person, until: Date.now() + BELIEVED_MS });
    }
    return person;
  }

  /** Calls back when sessions of a person end, in whichever process it happened; `sessionId` null: all of them. */
  onRevoked(listener: RevokedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Drops what is held about a person, for the process that made the change and need not wait to hear of it. */
  forget(userId: string): void {
    this.changes += 1;
    for (const [sessionId, { person }] of this.people) {
      if (!person || person.actor.userId === userId) this.people.delete(sessionId);
    }
  }

  private heard(payload: string): void {
    if (payload === '') {
      this.changes += 1;
      this.people.clear();
      return;
    }
    const { userId, sessionId } = JSON.parse(payload) as PeopleNotice;
    this.forget(userId);
    for (const listener of this.listeners) listener(userId, sessionId);
  }

  private async read(sessionId: string): Promise<SignedInPerson | null> {
    const [row]: PersonRow[] = await this.db.query(
      `SELECT u.id, u.username, u.display_name, u.roles, d.code, d.name, d.path
       FROM sessions s JOIN users u ON u.id = s.user_id JOIN divisions d ON d.code = u.division_code
       WHERE s.id::text = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND NOT u.disabled`,
      [sessionId],
    );
    return row ? personOf(row) : null;
  }
}

interface PersonRow {
  id: string;
  username: string;
  display_name: string;
  roles: Role[];
  code: string;
  name: string;
  path: string;
}

function personOf(row: PersonRow): SignedInPerson {
  return {
    actor: {
      userId: row.id,
      username: row.username,
      roles: row.roles,
      permissions: permissionsOf(row.roles),
      scope: new Scope(row.path),
    },
    displayName: row.display_name,
    divisionCode: row.code,
    divisionName: row.name,
  };
}
