import { Module } from '@nestjs/common';
import { ProgressWatch } from '../tasks/progress.watch.js';
import { PicturesCoreModule } from '../pictures/pictures-core.module.js';
import { DeviceStore } from '../devices/device.store.js';
import { DockOrderWatch } from '../docks/dock-order.watch.js';
import { DocksCoreModule } from '../docks/docks-core.module.js';
import { HealthWatch } from '../ingest/health-watch.js';
import { PresenceWatch } from '../ingest/presence-watch.js';
import { TopologyKeeper } from '../ingest/topology-keeper.js';
import { UnknownWatch } from '../ingest/unknown-watch.js';
import { Answers } from '../ingest/answers.js';
import { Ingest } from '../ingest/ingest.js';
import { ProtocolNotes } from '../telemetry/protocol-notes.js';
import { Recorder } from '../telemetry/recorder.js';
import { RecordingDatabase } from '../telemetry/recording-database.js';

/** MQTT to database: what devices say becomes rows and facts. */
@Module({
  imports: [DocksCoreModule, PicturesCoreModule],
  providers: [
    Answers,
    DeviceStore,
    DockOrderWatch,
    HealthWatch,
    Ingest,
    PresenceWatch,
    ProgressWatch,
    ProtocolNotes,
    Recorder,
    RecordingDatabase,
    TopologyKeeper,
    UnknownWatch,
  ],
  exports: [Ingest, PresenceWatch, ProtocolNotes, Recorder],
})
export class IngestModule {}
