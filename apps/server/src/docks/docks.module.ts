import { Module } from '@nestjs/common';
import { DevicesModule } from '../devices/devices.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { DockOrdersService } from './dock-orders.service.js';
import { DockStore } from './dock.store.js';
import { DocksController } from './docks.controller.js';
import { DocksCoreModule } from './docks-core.module.js';
import { DocksService } from './docks.service.js';

/** Docks and orders to them, for the api role. */
@Module({
  imports: [DevicesModule, DivisionsModule, DocksCoreModule],
  controllers: [DocksController],
  providers: [DockOrdersService, DockStore, DocksService],
  exports: [DocksService],
})
export class DocksModule {}
