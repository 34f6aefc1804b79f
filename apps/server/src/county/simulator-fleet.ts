import { type DataSource } from 'typeorm';
import { type County } from './county.js';

/** The broker account of one gateway. */
export interface GatewayAccount {
  username: string;
  password: string;
}

/** The file by which the simulator knows its devices: the broker's address, and each gateway with its account. */
export interface SimulatorFleet {
  broker: string;
  /** IANA name of the zone that the devices' local day follows. */
  timeZone: string;
  gateways: SimulatorGateway[];
}

interface SimulatorGateway extends GatewayAccount {
  sn: string;
  kind: 'dock' | 'remote_controller';
  modelKey: string;
  name: string;
  /** WGS84 degrees. */
  longitude: number;
  latitude: number;
  /** 椭球高, metres. */
  heightEllipsoid?: number;
  aircraft: { sn: string; modelKey: string; name: string };
}

interface Row {
  sn: string;
  kind: string;
  model_key: string;
  name: string;
  parent_sn: string | null;
  longitude: number | null;
  latitude: number | null;
  height_ellipsoid: number | null;
}

/**
 * What the simulator plays: the demonstration devices that are still registered, and no others. `accountFor` makes a
 * broker account with a fresh password; it is asked for nothing but these devices. A gateway that lost its aircraft is left out.
 */
export async function fleetOf(
  db: DataSource,
  { timeZone }: Pick<County, 'timeZone'>,
  accountFor: (gatewaySn: string) => Promise<GatewayAccount>,
  broker: string,
): Promise<SimulatorFleet> {
  const rows: Row[] = await db.query(
    `SELECT sn, kind, model_key, name, parent_sn, longitude, latitude, height_ellipsoid FROM devices
     WHERE demonstration AND status = 'registered' ORDER BY sn`,
  );
  const gateways: SimulatorGateway[] = [];
  for (const row of rows) {
    const aircraft = rows.find(({ kind, parent_sn }) => kind === 'aircraft' && parent_sn === row.sn);
    if (!aircraft || row.longitude === null || row.latitude === null) continue;
    gateways.push({
      sn: row.sn,
      kind: row.kind as SimulatorGateway['kind'],
      modelKey: row.model_key,
      name: row.name,
      ...(await accountFor(row.sn)),
      longitude: row.longitude,
      latitude: row.latitude,
      ...(row.height_ellipsoid === null ? {} : { heightEllipsoid: row.height_ellipsoid }),
      aircraft: { sn: aircraft.sn, modelKey: aircraft.model_key, name: aircraft.name },
    });
  }
  return { broker, timeZone, gateways };
}
