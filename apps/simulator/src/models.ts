import { type BatteryKind } from './battery.js';
import { type Limits } from './dynamics.js';

/** What one aircraft model is, as far as its messages and its flying show it. */
export interface AircraftModel extends BatteryKind {
  key: string;
  name: string;
  /** `type-subtype-gimbal` of the main camera. */
  camera: string;
  /** The auxiliary camera that docks stream from; null where the model has none. */
  auxiliaryCamera: string | null;
  thermal: boolean;
  /** Its table has a `cameras` array: not so for the M4E/T behind an RC Plus 2. */
  camerasInOsd: boolean;
  /** Words of the photo storage setting. */
  photoStorage: readonly string[];
  cruiseSpeed: number;
  limits: Limits;
  firmware: string;
  /** kB of the storage card. */
  storageTotal: number;
  batteryFirmware: string;
}

const LIMITS: Limits = { climb: 5, descent: 4, acceleration: 3, verticalAcceleration: 2, turnRate: 60 };

const AIRCRAFT: readonly AircraftModel[] = [
  aircraft('0-100-1', 'M4TD', '99-0-0', {
    cells: 6,
    hoverMinutes: 47,
    chargeMinutes: 27,
    thermal: true,
    firmware: '17.00.0214',
  }),
  aircraft('0-100-0', 'M4D', '98-0-0', { cells: 6, hoverMinutes: 47, chargeMinutes: 27, firmware: '17.00.0214' }),
  aircraft('0-91-1', 'M3TD', '81-0-0', { thermal: true, firmware: '10.01.3205' }),
  aircraft('0-91-0', 'M3D', '80-0-0', { firmware: '10.01.3205' }),
  aircraft('0-99-1', 'M4T', '89-0-0', {
    thermal: true,
    camerasInOsd: false,
    firmware: '12.00.0106',
    auxiliaryCamera: null,
  }),
  aircraft('0-99-0', 'M4E', '88-0-0', { camerasInOsd: false, firmware: '12.00.0106', auxiliaryCamera: null }),
  aircraft('0-77-1', 'M3T', '67-0-0', {
    thermal: true,
    firmware: '10.01.0014',
    auxiliaryCamera: null,
    hoverMinutes: 34,
  }),
  aircraft('0-77-0', 'M3E', '66-0-0', { firmware: '10.01.0014', auxiliaryCamera: null, hoverMinutes: 34 }),
];

function aircraft(key: string, name: string, camera: string, own: Partial<AircraftModel>): AircraftModel {
  return {
    key,
    name,
    camera,
    auxiliaryCamera: '176-0-0',
    thermal: false,
    camerasInOsd: true,
    photoStorage: own.thermal ? ['ir', 'vision'] : ['current'],
    cruiseSpeed: 10,
    limits: LIMITS,
    storageTotal: 60_096_000,
    batteryFirmware: '08.75.02.23',
    cells: 4,
    hoverMinutes: 40,
    chargeMinutes: 32,
    firmware: '',
    ...own,
  };
}

/** What one gateway model is: a dock or a remote controller. */
export interface GatewayModel {
  key: string;
  name: string;
  firmware: string;
  /** `domain` in its topology: left out by the RC Plus 2. */
  domain: number | null;
  type: number;
  subType: number;
  /** kB; 0: it has no storage of its own. */
  storageTotal: number;
  /** The RC Pro sends telemetry with all-zero `tid` and `bid`. */
  zeroIds: boolean;
  /** The older bodies without the Dock 3 additions. */
  older: boolean;
}

const GATEWAYS: readonly GatewayModel[] = [
  {
    key: '3-3-0',
    name: 'Dock 3',
    firmware: '17.00.0214',
    domain: 3,
    type: 3,
    subType: 0,
    storageTotal: 53_082_240,
    zeroIds: false,
    older: false,
  },
  {
    key: '3-2-0',
    name: 'Dock 2',
    firmware: '10.01.3205',
    domain: 3,
    type: 2,
    subType: 0,
    storageTotal: 82_045_336,
    zeroIds: false,
    older: true,
  },
  {
    key: '2-174-0',
    name: 'RC Plus 2',
    firmware: '01.41.0206',
    domain: null,
    type: 174,
    subType: 0,
    storageTotal: 0,
    zeroIds: false,
    older: false,
  },
  {
    key: '2-144-0',
    name: 'RC Pro Enterprise',
    firmware: '02.01.0515',
    domain: 2,
    type: 144,
    subType: 0,
    storageTotal: 0,
    zeroIds: true,
    older: true,
  },
];

/** The aircraft models that can be simulated. */
export const AIRCRAFT_KEYS: readonly string[] = AIRCRAFT.map(({ key }) => key);
/** The gateway models that can be simulated. */
export const GATEWAY_KEYS: readonly string[] = GATEWAYS.map(({ key }) => key);

/** The model behind a key such as `0-100-1`. Throws for one that is not simulated. */
export function aircraftModel(key: string): AircraftModel {
  const model = AIRCRAFT.find((known) => known.key === key);
  if (!model)
    throw new Error(`没有型号 ${key} 的飞行器。 No aircraft model ${key}; known: ${AIRCRAFT_KEYS.join(', ')}.`);
  return model;
}

/** The model behind a key such as `3-3-0`. Throws for one that is not simulated. */
export function gatewayModel(key: string): GatewayModel {
  const model = GATEWAYS.find((known) => known.key === key);
  if (!model) throw new Error(`没有型号 ${key} 的网关。 No gateway model ${key}; known: ${GATEWAY_KEYS.join(', ')}.`);
  return model;
}
