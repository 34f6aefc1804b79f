import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { DataSource } from 'typeorm';
import { Secrets } from '../auth/secrets.js';
import { Refusal } from '../common/refusal.js';

const ISSUER = 'xunhang:pilot';
const ALGORITHM = 'HS256';

/** A guest behind a token. */
export interface PilotGuest {
  gatewaySn: string;
  pilotName: string;
  divisionPath: string;
  until: Date;
}

/** Signs and reads the tokens with which the controllers of guests speak HTTP. They end with the stay that they were made for. */
@Injectable()
export class PilotTokens {
  constructor(
    private readonly db: DataSource,
    private readonly secrets: Secrets,
  ) {}

  async sign(gatewaySn: string, until: Date): Promise<string> {
    return new SignJWT({ until: until.getTime() })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(gatewaySn)
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setExpirationTime(Math.ceil(until.getTime() / 1000))
      .sign(await this.secrets.get('pilot_tokens'));
  }

  /**
   * The guest of a token; null when it is none of these tokens. Throws `Refusal` 401 `token_expired`, also when the guest
   * has left before the time.
   */
  async find(token: string): Promise<PilotGuest | null> {
    const key = await this.secrets.get('pilot_tokens');
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, audience: ISSUER });
      const { sub, until } = payload as { sub?: string; until?: number };
      if (sub === undefined || typeof until !== 'number') return null;
      const guest = await this.present(sub, new Date(until));
      if (!guest) throw ended();
      return guest;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw ended();
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  private async present(sn: string, until: Date): Promise<PilotGuest | undefined> {
    const [row]: { pilot_name: string; path: string }[] = await this.db.query(
      `SELECT g.pilot_name, d.path FROM devices g JOIN divisions d ON d.code = g.division_code
       WHERE g.sn = $1 AND g.role = 'guest' AND g.status = 'registered' AND g.guest_until > now()
         AND date_trunc('milliseconds', g.guest_until) = $2`,
      [sn, until],
    );
    return row && { gatewaySn: sn, pilotName: row.pilot_name, divisionPath: row.path, until };
  }
}

function ended(): Refusal {
  return new Refusal(
    401,
    'token_expired',
    '遥控器的接入已到期或已被撤销，请向管理员要新的加入码',
    'the stay of this controller has ended: ask the administrator for a new join code',
  );
}
