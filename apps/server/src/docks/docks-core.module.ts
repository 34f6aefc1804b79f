import { Module } from '@nestjs/common';
import { DockOrderRecorder } from './dock-order.recorder.js';
import { DockOrderStore } from './dock-order.store.js';
import { DockSituationStore } from './dock-situation.store.js';

/** What every role shares of orders to docks. */
@Module({
  providers: [DockOrderRecorder, DockOrderStore, DockSituationStore],
  exports: [DockOrderRecorder, DockOrderStore, DockSituationStore],
})
export class DocksCoreModule {}
