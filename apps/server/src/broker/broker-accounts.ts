import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../common/refusal.js';
import { brokerPassword, hashBrokerPassword } from './broker-password.js';

/** PostgreSQL channel told of every change of `broker_accounts`; the payload is a user name. */
export const ACCOUNTS_CHANNEL = 'broker_accounts';

const SERIAL = /^[A-Za-z0-9_-]{4,64}$/;

/** What a device needs to connect. The password is nowhere else: only its hash is stored. */
export interface BrokerCredentials {
  gatewaySn: string;
  username: string;
  password: string;
  /** True when there was an account before, whose password is now void. */
  rotated: boolean;
}

/** The accounts of gateways at the broker: one each, the user name is the serial number. */
@Injectable()
export class BrokerAccounts {
  constructor(private readonly db: DataSource) {}

  /**
   * Gives a gateway an account, or its account a new password; connections under the old one are cut. `until`: the account
   * ends by itself. Throws `Refusal` 400 `bad_serial`, 409 `not_a_gateway` for an aircraft.
   */
  async issue(
    gatewaySn: string,
    until: Date | null = null,
    tx: EntityManager = this.db.manager,
  ): Promise<BrokerCredentials> {
    const [credentials] = await this.issueAll([gatewaySn], until, tx);
    return credentials!;
  }

  /** The same for many gateways in one round trip. */
  async issueAll(
    gatewaySns: readonly string[],
    until: Date | null = null,
    tx: EntityManager = this.db.manager,
  ): Promise<BrokerCredentials[]> {
    gatewaySns.forEach(requireSerial);
    await this.requireGateways(tx, gatewaySns);
    const made = await Promise.all(
      gatewaySns.map(async (gatewaySn) => {
        const password = brokerPassword();
        return { gatewaySn, password, hash: await hashBrokerPassword(password) };
      }),
    );
    const rows: { username: string; rotated: boolean }[] = await tx.query(
      `WITH given AS (SELECT * FROM unnest($1::text[], $2::text[]) AS t (sn, hash)),
            before AS (SELECT username FROM broker_accounts JOIN given ON given.sn = username),
            saved AS (
              INSERT INTO broker_accounts AS known (username, kind, gateway_sn, password_hash, expires_at)
              SELECT sn, 'gateway', sn, hash, $3 FROM given
              ON CONFLICT (username) DO UPDATE SET password_hash = excluded.password_hash, expires_at = excluded.expires_at,
                disabled = false, changed_at = now()
              RETURNING username)
       SELECT saved.username, before.username IS NOT NULL AS rotated,
              pg_notify('${ACCOUNTS_CHANNEL}', CASE WHEN $4 THEN saved.username ELSE '' END)
       FROM saved LEFT JOIN before USING (username)`,
      [made.map((one) => one.gatewaySn), made.map((one) => one.hash), until, made.length === 1],
    );
    const rotated = new Set(rows.filter((row) => row.rotated).map((row) => row.username));
    return made.map(({ gatewaySn, password }) => ({
      gatewaySn,
      username: gatewaySn,
      password,
      rotated: rotated.has(gatewaySn),
    }));
  }

  /** Ends accounts: their connections are cut and they cannot connect again. */
  async disable(gatewaySns: readonly string[], tx: EntityManager = this.db.manager): Promise<void> {
    await tx.query(
      `WITH ended AS (UPDATE broker_accounts SET disabled = true, changed_at = now()
                      WHERE gateway_sn = ANY ($1::text[]) AND NOT disabled RETURNING username)
       SELECT pg_notify('${ACCOUNTS_CHANNEL}', username) FROM ended`,
      [gatewaySns],
    );
  }

  private async requireGateways(tx: EntityManager, sns: readonly string[]): Promise<void> {
    const [aircraft]: { sn: string }[] = await tx.query(
      `SELECT sn FROM devices WHERE kind = 'aircraft' AND status = 'registered' AND sn = ANY ($1::text[]) LIMIT 1`,
      [sns],
    );
    if (!aircraft) return;
    throw new Refusal(
      409,
      'not_a_gateway',
      `${aircraft.sn} 是无人机，经由它的机场或遥控器接入；请填写机场或遥控器的序列号`,
      `${aircraft.sn} is an aircraft, which connects through its dock or remote controller: give the serial number of that`,
    );
  }
}

/** Throws `Refusal` 400 `bad_serial` for what cannot be a serial number: it becomes a user name and part of topics. */
export function requireSerial(sn: string): void {
  if (SERIAL.test(sn)) return;
  throw new Refusal(
    400,
    'bad_serial',
    `“${sn}”不是序列号：应为 4–64 位字母、数字、下划线或连字符，见设备铭牌`,
    `"${sn}" is not a serial number: it has 4 to 64 letters, digits, underscores or hyphens, see the label of the device`,
  );
}
