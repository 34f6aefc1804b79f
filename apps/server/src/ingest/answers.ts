import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  bindStatusReply,
  configReply,
  flighttaskResourceReply,
  organizationBindReply,
  organizationGetReply,
  storageConfigReply,
  unknownRequestReply,
  UNSUPPORTED,
} from '#dji';
import { brokerAddress } from '../broker/broker-address.js';
import { webAddress } from '../broker/web-address.js';
import { CONFIG, type Config } from '../config.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { MEDIA_BUCKET, MEDIA_REGION, MediaCredentialsService } from '../media/media.credentials.js';
import { mediaFolderOf } from '../pictures/upload.watch.js';
import { MissionFiles } from '../tasks/mission-files.js';
import { TaskStore } from '../tasks/task.store.js';

/** How long a gateway may upload with the credentials it is given: long enough for what a flight brings. */
const STORAGE_SECONDS = 3600;

/**
 * What the cloud answers to a device's request. From memory wherever it can be: a dock must not wait for a database
 * (reference, appendix B). Where a mission's file lies is read, for the dock has it from the order already.
 */
@Injectable()
export class Answers {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly registry: DeviceRegistry,
    private readonly tasks: TaskStore,
    private readonly files: MissionFiles,
    private readonly credentials: MediaCredentialsService,
  ) {}

  /**
   * The `data` of the reply to a request of `gatewaySn`, or a promise of it. Never throws; an unknown method gets a
   * result, not silence. A promise rejects when the database cannot be asked.
   */
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
      case 'flighttask_resource_get':
        return this.missionFile(gatewaySn, (body as { flight_id?: unknown } | null)?.flight_id);
      case 'storage_config_get':
        return this.storage(gatewaySn);
      default:
        return unknownRequestReply(method);
    }
  }

  /** Only the dock that a task is for is told where its file lies. */
  private async missionFile(gatewaySn: string, flightId: unknown): Promise<unknown> {
    const isId = z.uuid().safeParse(flightId);
    const task = isId.success ? await this.tasks.find(isId.data) : undefined;
    if (task?.dockSn !== gatewaySn) return { result: UNSUPPORTED };
    const url = await this.files.urlOf(task.id, Date.now());
    return flighttaskResourceReply({ url, fingerprint: task.routeMd5 });
  }

  /** Where a registered gateway may upload to: into its own folder, for an hour. It asks again when that is over. */
  private async storage(gatewaySn: string): Promise<unknown> {
    if (!this.registry.find(gatewaySn)) return { result: UNSUPPORTED };
    const folder = mediaFolderOf(gatewaySn);
    const grant = { prefix: `${folder}/`, may: 'put', by: gatewaySn } as const;
    const minted = await this.credentials.mint(grant, STORAGE_SECONDS);
    return storageConfigReply({
      provider: 'minio',
      bucket: MEDIA_BUCKET,
      endpoint: `${webAddress(this.config)}/s3`,
      region: MEDIA_REGION,
      objectKeyPrefix: folder,
      credentials: {
        accessKeyId: minted.accessKeyId,
        accessKeySecret: minted.secretAccessKey,
        securityToken: minted.sessionToken,
        expire: STORAGE_SECONDS,
      },
    });
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
