import { Injectable } from '@nestjs/common';
import { DeviceRegistry } from '../devices/device-registry.js';
import { type FlyingPilot } from '../tasks/mobile.store.js';
import { type Pilot } from './pilot.guard.js';

/** Under which names a pilot is known, and which drones the controller carries. */
@Injectable()
export class PilotDrones {
  constructor(private readonly registry: DeviceRegistry) {}

  of({ actor, gatewaySn }: Pilot): FlyingPilot {
    const { username, scope } = actor;
    if (gatewaySn === null) return { names: [username], aircraft: [], path: scope.path };
    const carried = [...this.registry.linkedTo(gatewaySn), ...this.registry.childrenOf(gatewaySn)];
    const names = [username, gatewaySn];
    return { names, aircraft: [...new Set(carried)], path: scope.path };
  }
}
