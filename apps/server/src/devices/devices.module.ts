import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { DeviceHistoryStore } from './device-history.store.js';
import { DeviceStore } from './device.store.js';
import { DevicesController } from './devices.controller.js';
import { DevicesService } from './devices.service.js';
import { UnknownDevicesController } from './unknown-devices.controller.js';
import { UnknownDevicesService } from './unknown-devices.service.js';

/** The register of devices for people. */
@Module({
  imports: [DivisionsModule],
  controllers: [DevicesController, UnknownDevicesController],
  providers: [DeviceHistoryStore, DeviceStore, DevicesService, UnknownDevicesService],
  exports: [DeviceStore],
})
export class DevicesModule {}
