import pg from 'pg';
import { type DataSource } from 'typeorm';

/** Changes of rows that can be held just before they happen. */
export type GateName = 'prepared' | 'start' | 'pictures';

/** Numbers of the advisory locks that stand for the gates; any that nothing else has. */
const LOCKS: Readonly<Record<GateName, number>> = { prepared: 7_200_901, start: 7_200_902, pictures: 7_200_903 };

const TRIGGERS = `
  CREATE TABLE IF NOT EXISTS test_gates (name text NOT NULL, task_id uuid NOT NULL, lock int NOT NULL);
  CREATE OR REPLACE FUNCTION test_gate_of_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state = 'ready' AND OLD.state <> 'ready' THEN
      PERFORM pg_advisory_xact_lock_shared(lock) FROM test_gates WHERE name = 'prepared' AND task_id = NEW.id;
    END IF;
    IF NEW.execute_sent_at IS NOT NULL AND OLD.execute_sent_at IS NULL THEN
      PERFORM pg_advisory_xact_lock_shared(lock) FROM test_gates WHERE name = 'start' AND task_id = NEW.id;
    END IF;
    RETURN NEW;
  END $$;
  CREATE OR REPLACE TRIGGER test_gate BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION test_gate_of_tasks();
  CREATE OR REPLACE FUNCTION test_gate_of_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state = 'ingested' AND OLD.state <> 'ingested' THEN
      PERFORM pg_advisory_xact_lock_shared(lock) FROM test_gates WHERE name = 'pictures' AND task_id = NEW.task_id;
    END IF;
    RETURN NEW;
  END $$;
  CREATE OR REPLACE TRIGGER test_gate BEFORE UPDATE ON media_files
    FOR EACH ROW EXECUTE FUNCTION test_gate_of_pictures();
`;

/** Holds single changes of single tasks in the database: whoever makes them waits in the middle of a transaction. */
export class DatabaseGates {
  private holder: pg.Client | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly url: string,
  ) {}

  async install(): Promise<void> {
    await this.db.query(TRIGGERS);
  }

  async close(name: GateName, taskId: string): Promise<void> {
    if (!this.holder) {
      this.holder = new pg.Client({ connectionString: this.url });
      this.holder.on('error', () => undefined);
      await this.holder.connect();
    }
    await this.holder.query('SELECT pg_advisory_lock($1)', [LOCKS[name]]);
    await this.db.query('INSERT INTO test_gates VALUES ($1, $2, $3)', [name, taskId, LOCKS[name]]);
  }

  /** Whether somebody stands before it. */
  async waits(name: GateName): Promise<boolean> {
    const rows: unknown[] = await this.db.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1`,
      [LOCKS[name]],
    );
    return rows.length > 0;
  }

  /** Opens all; a database that was killed forgot them by itself. */
  async open(): Promise<void> {
    await this.holder?.end().catch(() => undefined);
    this.holder = null;
    await this.db.query('DELETE FROM test_gates');
  }
}
