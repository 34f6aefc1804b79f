import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Join, type JoinResult } from '#contracts';
import { AddressThrottle, networkOf } from '../auth/address-throttle.js';
import { type AttemptRule, Attempts } from '../auth/attempts.js';
import { BrokerAccounts } from '../broker/broker-accounts.js';
import { brokerAddress } from '../broker/broker-address.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { COUNTY, type County } from '../county/county.js';
import { TOPOLOGY_CHANNEL } from '../devices/device-registry.js';
import { DeviceStore } from '../devices/device.store.js';
import { EventLog } from '../events/event-log.js';
import { JoinCodesService } from './join-codes.service.js';
import { PilotTokens } from './pilot-tokens.js';
import { workspaceIdOf } from './workspace.js';

/** Ten wrong codes lock a network address for a quarter of an hour. */
const ADDRESS_RULE: AttemptRule = { limit: 10, lockSeconds: 900 };
/** However many addresses guess together: at most fifty wrong ones in five minutes, of a million codes. */
const GLOBAL_RULE: AttemptRule = { limit: 50, lockSeconds: 300 };
const EVERYBODY = 'everybody';

interface OpenCode {
  id: string;
  pilot_name: string;
  permit: string;
  division_code: string;
  division_path: string;
  guest_until: Date;
}
interface KnownGateway {
  registered_role: string | null;
  refused: boolean;
  carried: boolean;
  permanent_account: boolean;
}

/** How a guest comes in: a code and a serial number against an account that ends by itself. */
@Injectable()
export class JoinsService {
  /** Right or wrong, nobody needs to join more often than this. */
  private readonly addresses = new AddressThrottle(40, 10);

  constructor(
    private readonly db: DataSource,
    private readonly codes: JoinCodesService,
    private readonly attempts: Attempts,
    private readonly accounts: BrokerAccounts,
    private readonly devices: DeviceStore,
    private readonly events: EventLog,
    private readonly tokens: PilotTokens,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /**
   * Registers a remote controller as a guest and gives it broker credentials, shown once. Throws `Refusal` 403
   * `bad_join_code`, 429 `too_many_requests`, 409 `already_registered`, `has_account`, `refused_device` or `not_a_gateway`.
   */
  async join({ code, gatewaySn }: Join, address: string): Promise<JoinResult> {
    const network = networkOf(address);
    const left = await this.countAttempt(network);
    const hash = await this.codes.hashOf(code);
    const result = await this.db.transaction(async (tx) => {
      const open = await this.lockCode(tx, hash);
      return open ? this.admit(tx, open, gatewaySn) : null;
    });
    if (!result) throw badCode(left);
    await Promise.all([this.attempts.clear('join_address', network), this.attempts.forgive('join_all', EVERYBODY)]);
    return result;
  }

  /** How many more wrong codes this address has. Throws when it, or everybody together, has none. */
  private async countAttempt(network: string): Promise<number> {
    const wait = this.addresses.take(network);
    if (wait > 0) throw tooMany(wait);
    const own = await this.attempts.begin('join_address', network, ADDRESS_RULE);
    if (!own.allowed) throw tooMany(own.lockedFor);
    const all = await this.attempts.begin('join_all', EVERYBODY, GLOBAL_RULE);
    if (!all.allowed) throw tooMany(all.lockedFor);
    return own.left;
  }

  private async lockCode(tx: EntityManager, hash: Buffer): Promise<OpenCode | undefined> {
    const [open]: OpenCode[] = await tx.query(
      `SELECT j.id, j.pilot_name, j.permit, j.division_code, d.path AS division_path, j.guest_until
       FROM join_codes j JOIN divisions d ON d.code = j.division_code
       WHERE j.code_hash = $1 AND j.state = 'open' AND j.expires_at > now() AND j.guest_until > now() FOR UPDATE OF j`,
      [hash],
    );
    return open;
  }

  private async admit(tx: EntityManager, open: OpenCode, gatewaySn: string): Promise<JoinResult> {
    // Two codes for one gateway at the same moment: the second waits and renews the stay of the first.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 720012))', [gatewaySn]);
    await this.requireWelcome(tx, gatewaySn);
    await tx.query(
      `INSERT INTO devices (sn, kind, name, role, division_code, pilot_name, permit, guest_until)
       VALUES ($1, 'remote_controller', $2, 'guest', $3, $4, $5, $6)
       ON CONFLICT (sn) DO UPDATE SET kind = excluded.kind, name = excluded.name, role = excluded.role, parent_sn = NULL,
         division_code = excluded.division_code, pilot_name = excluded.pilot_name, permit = excluded.permit,
         guest_until = excluded.guest_until, status = 'registered', demonstration = false, updated_at = now()`,
      [
        gatewaySn,
        `${open.pilot_name}（来宾 ${gatewaySn.slice(-4)}）`,
        open.division_code,
        open.pilot_name,
        open.permit,
        open.guest_until,
      ],
    );
    await tx.query('DELETE FROM unknown_devices WHERE sn = $1', [gatewaySn]);
    await tx.query(`UPDATE join_codes SET state = 'used', used_at = now(), gateway_sn = $2 WHERE id = $1`, [
      open.id,
      gatewaySn,
    ]);
    const { username, password } = await this.accounts.issue(gatewaySn, open.guest_until, tx);
    await tx.query('SELECT pg_notify($1, $2)', [TOPOLOGY_CHANNEL, gatewaySn]);
    const device = await this.devices.find(gatewaySn, tx);
    if (!device) throw new NotFound({ zh: '设备', en: 'device' }, gatewaySn);
    await this.events.append(tx, {
      name: 'device.registered',
      divisionPath: open.division_path,
      deviceSn: gatewaySn,
      data: { device },
    });
    const guestUntil = open.guest_until.toISOString();
    return {
      brokerAddress: brokerAddress(this.config),
      username,
      password,
      gatewaySn,
      guestUntil,
      workspaceId: workspaceIdOf(this.county),
      pilotToken: await this.tokens.sign(gatewaySn, open.guest_until),
    };
  }

  /** A code makes a guest of a newcomer; it never takes over what somebody registered, refused or gave an account. */
  private async requireWelcome(tx: EntityManager, sn: string): Promise<void> {
    const [known]: KnownGateway[] = await tx.query(
      `SELECT (SELECT role FROM devices WHERE sn = $1 AND status = 'registered') AS registered_role,
              EXISTS (SELECT FROM unknown_devices WHERE sn = $1 AND status = 'refused') AS refused,
              EXISTS (SELECT FROM device_links WHERE sn = $1) AS carried,
              EXISTS (SELECT FROM broker_accounts WHERE username = $1 AND NOT disabled AND expires_at IS NULL) AS permanent_account`,
      [sn],
    );
    if (known?.registered_role && known.registered_role !== 'guest') {
      throw new Refusal(
        409,
        'already_registered',
        `设备 ${sn} 已在册，无需加入码`,
        `device ${sn} is registered already and needs no join code`,
      );
    }
    if (known?.carried) {
      throw new Refusal(
        409,
        'not_a_gateway',
        `${sn} 是无人机；请填写遥控器的序列号`,
        `${sn} is an aircraft: give the serial number of the remote controller`,
      );
    }
    if (known?.refused) {
      throw new Refusal(
        409,
        'refused_device',
        `设备 ${sn} 已被管理员拒绝，请联系管理员`,
        `device ${sn} was refused by an administrator: ask the administrator`,
      );
    }
    if (known?.permanent_account) {
      throw new Refusal(
        409,
        'has_account',
        `设备 ${sn} 已有长期接入账号，请用原账号，或请管理员登记该设备`,
        `device ${sn} has a permanent broker account: use that, or ask the administrator to adopt the device`,
      );
    }
  }
}

function badCode(left: number): Refusal {
  return new Refusal(
    403,
    'bad_join_code',
    `加入码不正确、已用过或已过期，请向管理员核对；还可再试 ${left} 次`,
    `the join code is wrong, used or expired: ask the administrator; ${left} more ${left === 1 ? 'try' : 'tries'}`,
  );
}

function tooMany(seconds: number): Refusal {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return new Refusal(
    429,
    'too_many_requests',
    `尝试次数过多，请 ${minutes} 分钟后再试`,
    `too many attempts: try again in ${minutes} min`,
    undefined,
    Math.max(1, seconds),
  );
}
