import { Inject, Injectable } from '@nestjs/common';
import { bindStatusReply, configReply, organizationBindReply, organizationGetReply, unknownRequestReply } from '#dji';
import { brokerAddress } from '../broker/broker-address.js';
import { CONFIG, type Config } from '../config.js';
import { DeviceRegistry } from '../devices/device-registry.js';

/** What the cloud answers to a device's request, from memory: a dock must never wait for a database (reference, appendix B). */
@Injectable()
export class Answers {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly registry: DeviceRegistry,
  ) {}

  /** The `data` of the reply to a request of `gatewaySn`. Never throws; an unknown method gets a result, not silence. */
  to(gatewaySn: string, method: string, body: unknown): unknown {
    switch (method) {
      case 'config':
        return configReply({
          ntpServerHost: this.config.ntpHost ?? this.ownHost(),
          appId: this.config.djiAppId,
          appKey: this.config.djiAppKey,
          appLicense: this.config.djiAppLicense,
        });
      case 'airport_bind_status':
        return bindStatusReply(serialsOf(body, 'devices').map((sn) => this.binding(sn, gatewaySn)));
      case 'airport_organization_get':
        return organizationGetReply(this.registry.rootPath === '' ? null : this.organizationName());
      case 'airport_organization_bind':
        return organizationBindReply(serialsOf(body, 'bind_devices').map((sn) => ({ sn, errorCode: 0 })));
      default:
        return unknownRequestReply(method);
    }
  }

  /** Every device that holds an account of ours belongs to the county; whether it is registered is ours to decide. */
  private binding(sn: string, gatewaySn: string) {
    const device = this.registry.find(sn);
    const bound = device !== undefined || sn === gatewaySn || this.registry.link(sn)?.gatewaySn === gatewaySn;
    return {
      sn,
      bound,
      ...(bound
        ? {
            organizationId: this.registry.rootPath,
            organizationName: this.organizationName(),
            callsign: device?.name ?? sn,
          }
        : {}),
    };
  }

  private organizationName(): string {
    return this.registry.rootName;
  }

  /** This machine as devices reach it: without Internet it is the one clock that a dock can set its own by. */
  private ownHost(): string {
    const address = brokerAddress(this.config);
    return address.slice(0, address.lastIndexOf(':')).replaceAll(/[[\]]/g, '');
  }
}

/** Serial numbers in a list of `{sn}`; anything else in it is passed over. */
function serialsOf(body: unknown, member: string): string[] {
  const list = (body as Record<string, unknown> | null)?.[member];
  if (!Array.isArray(list)) return [];
  return list
    .map((entry) => (entry as { sn?: unknown } | null)?.sn)
    .filter((sn): sn is string => typeof sn === 'string');
}
