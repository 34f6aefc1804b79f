import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { LiveSnapshot, LiveSnapshotQuery } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { DeviceStore } from '../devices/device.store.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';

@ApiTags('live')
@Needs('devices.read')
@Controller('live')
export class SnapshotController {
  constructor(
    private readonly db: DataSource,
    private readonly devices: DeviceStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  /**
   * Every device of a division and the newest fact that is in the picture, both of one moment. Watch the socket
   * namespace `/live` with `after: eventId` to go on from here without gap or repeat.
   */
  @Get('snapshot')
  @Returns(LiveSnapshot)
  async snapshot(
    @CurrentActor() actor: Actor,
    @Query({ schema: LiveSnapshotQuery }) query: z.infer<typeof LiveSnapshotQuery>,
  ) {
    const path = this.divisions.pathWithin(actor.scope, query.division);
    return this.db.transaction('REPEATABLE READ', async (tx) => ({
      eventId: await this.events.last(tx),
      at: new Date(),
      devices: await this.devices.all(path, tx),
    }));
  }
}
