import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Favourites of guests, by their controllers; those of people are kept with the routes. */
@Injectable()
export class PilotFavouritesStore {
  constructor(private readonly db: DataSource) {}

  /** Ids of the routes that this controller likes. */
  async of(gatewaySn: string): Promise<ReadonlySet<string>> {
    const rows: { route_id: string }[] = await this.db.query(
      'SELECT route_id FROM pilot_favourites WHERE gateway_sn = $1',
      [gatewaySn],
    );
    return new Set(rows.map((row) => row.route_id));
  }

  /** Ids of the routes that this person likes. */
  async ofUser(userId: string): Promise<ReadonlySet<string>> {
    const rows: { route_id: string }[] = await this.db.query(
      'SELECT route_id FROM route_favourites WHERE user_id = $1',
      [userId],
    );
    return new Set(rows.map((row) => row.route_id));
  }

  async set(gatewaySn: string, routeId: string, favourite: boolean): Promise<void> {
    await this.db.query(
      favourite
        ? 'INSERT INTO pilot_favourites (gateway_sn, route_id) VALUES ($1, $2) ON CONFLICT DO NOTHING'
        : 'DELETE FROM pilot_favourites WHERE gateway_sn = $1 AND route_id = $2',
      [gatewaySn, routeId],
    );
  }
}
