import { type FaultRequest, type FaultKind } from './faults.js';
import { type Gateway } from './gateway.js';
import { type World } from './world.js';

/** Switches faults of gateways on and off, and does at their beginning and end what a flag alone cannot. */
export class FaultBoard {
  constructor(
    private readonly world: World,
    private readonly gateways: ReadonlyMap<string, Gateway>,
  ) {}

  /** Switches a fault on; returns how many gateways it struck, 0 for an unknown serial. Twice the same: the newer time counts. */
  strike(request: FaultRequest): number {
    const struck = this.gatewaysOf(request.sn);
    for (const gateway of struck) this.begin(gateway, request);
    return struck.length;
  }

  /** Switches faults off: of one gateway or `all`, of one kind or every kind. Returns how many ended. */
  clear(sn: string, kind?: FaultKind): number {
    let ended = 0;
    for (const gateway of this.gatewaysOf(sn)) {
      for (const active of gateway.faults.keys()) {
        if (kind && kind !== active) continue;
        this.finish(gateway, active);
        ended++;
      }
    }
    return ended;
  }

  private begin(gateway: Gateway, { kind, seconds, params }: FaultRequest): void {
    const now = this.world.now();
    // A reboot lasts as long as it says, and says so itself.
    const lasts = kind === 'reboot' ? (params['down'] ?? 40) : seconds;
    const fault = { kind, params, since: now, until: lasts === null ? null : now + lasts * 1000 };
    gateway.faults.set(kind, fault);
    if (kind === 'network_loss') gateway.setCutOff(true);
    if (kind === 'reboot') gateway.reboot(lasts!);
    if (kind === 'lost_link') gateway.aircraft.linked = false;
    if (kind === 'low_battery') gateway.aircraft.battery = { ...gateway.aircraft.battery, percent: params['to'] ?? 18 };
    if (lasts === null) return;
    this.world.wheel.after(lasts * 1000, () => {
      if (gateway.faults.get(kind) === fault) this.finish(gateway, kind);
    });
  }

  private finish(gateway: Gateway, kind: FaultKind): void {
    gateway.faults.delete(kind);
    if (kind === 'network_loss' || kind === 'reboot') gateway.setCutOff(false);
    if (kind === 'lost_link') gateway.aircraft.linked = true;
  }

  /** A gateway by its own serial or its aircraft's, or all of them. */
  private gatewaysOf(sn: string): Gateway[] {
    if (sn === 'all') return [...new Set(this.gateways.values())];
    const gateway = this.gateways.get(sn);
    return gateway ? [gateway] : [];
  }
}
