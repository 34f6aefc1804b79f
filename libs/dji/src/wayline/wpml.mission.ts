import { latitudeFirstWithHeight } from './coordinates.js';
import { isUnreadable } from './extra.js';
import { decimal, flag, whole } from './leaf.js';
import { type MissionSettings, type Reroute, type RoutePayload } from './route.js';
import { fieldsOf, shape } from './shape.js';
import { approachMode, finishAction, linkLoss, linkLossAction } from './wpml.words.js';

/** Type and sub type of a product as the file has them, beside what else the element held. */
interface Product {
  type?: number;
  subType?: number;
  position?: number;
}

const product = fieldsOf<Product>();

/** Source of all elements here: reference 9.2. A missing sub type counts as 0. */
function productShape(domain: number, names: { type: string; subType: string; position?: string }) {
  const fields = [product.leaf('type', names.type, whole), product.leaf('subType', names.subType, whole)];
  if (names.position) fields.push(product.leaf('position', names.position, whole));
  return shape(fields, {
    decode: (raw) => {
      const { type, subType = 0, position } = raw as Product;
      return {
        ...(type === undefined ? {} : { modelKey: `${domain}-${type}-${subType}` }),
        ...(position === undefined ? {} : { position }),
      };
    },
    encode: (value) => {
      const { modelKey, position, extra } = value as RoutePayload;
      const [, type, subType] = /^\d+-(-?\d+)-(-?\d+)$/.exec(modelKey ?? '') ?? [];
      return {
        ...(type === undefined
          ? {}
          : {
              type: Number(type),
              ...(isUnreadable(extra, names.subType) ? {} : { subType: Number(subType) }),
            }),
        ...(position === undefined ? {} : { position }),
      };
    },
  });
}

const aircraft = productShape(0, { type: 'droneEnumValue', subType: 'droneSubEnumValue' });
const payload = productShape(1, {
  type: 'payloadEnumValue',
  subType: 'payloadSubEnumValue',
  position: 'payloadPositionIndex',
});

const r = fieldsOf<Reroute>();
const reroute = shape([
  r.leaf('onRoute', 'missionAutoRerouteMode', flag),
  r.leaf('onApproach', 'transitionalAutoRerouteMode', flag),
]);

const m = fieldsOf<MissionSettings>();

/** `missionConfig`, which stands in both files. */
export const missionShape = shape([
  m.leaf('approach', 'flyToWaylineMode', approachMode),
  m.leaf('finish', 'finishAction', finishAction),
  m.leaf('linkLoss', 'exitOnRCLost', linkLoss),
  m.leaf('linkLossAction', 'executeRCLostAction', linkLossAction),
  m.leaf('takeOffSafeHeight', 'takeOffSecurityHeight', decimal),
  m.leaf('plannedTakeOff', 'takeOffRefPoint', latitudeFirstWithHeight),
  m.leaf('plannedTakeOffAboveGround', 'takeOffRefPointAGLHeight', decimal),
  m.leaf('transitSpeed', 'globalTransitionalSpeed', decimal),
  m.leaf('returnHeight', 'globalRTHHeight', decimal),
  m.child('aircraft', 'droneInfo', aircraft),
  m.child('reroute', 'autoRerouteInfo', reroute),
  m.list('payloads', 'payloadInfo', payload),
]);
