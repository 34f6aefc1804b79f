import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who may connect to the broker, and the codes with which a guest gets an account for a limited time. */
export class BrokerAccounts1760000200000 implements MigrationInterface {
  name = 'BrokerAccounts1760000200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE broker_accounts (
        username text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('gateway', 'service')),
        gateway_sn text,
        password_hash text NOT NULL,
        disabled boolean NOT NULL DEFAULT false,
        expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((kind = 'gateway') = (gateway_sn IS NOT NULL))
      );
      CREATE UNIQUE INDEX broker_accounts_gateway_sn ON broker_accounts (gateway_sn);

      CREATE TABLE join_codes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code_hash bytea NOT NULL,
        pilot_name text NOT NULL,
        permit text NOT NULL,
        division_code text NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'used', 'revoked', 'expired')),
        expires_at timestamptz NOT NULL,
        guest_until timestamptz NOT NULL,
        gateway_sn text,
        used_at timestamptz,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX join_codes_open ON join_codes (code_hash) WHERE state = 'open';
      CREATE INDEX join_codes_created_at ON join_codes (created_at DESC, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE join_codes, broker_accounts');
  }
}
