import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DevicesModule } from '../devices/devices.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { FactFeed } from './fact-feed.js';
import { LiveGateway } from './live.gateway.js';
import { Positions } from './positions.js';
import { SnapshotController } from './snapshot.controller.js';

/** Facts and samples to browsers. */
@Module({
  imports: [AuthModule, DevicesModule, DivisionsModule],
  controllers: [SnapshotController],
  providers: [FactFeed, LiveGateway, Positions],
  exports: [LiveGateway, Positions],
})
export class LiveModule {}
