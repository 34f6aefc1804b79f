import { Module } from '@nestjs/common';
import { DeviceStore } from '../devices/device.store.js';
import { HealthWatch } from '../devices/health.js';
import { PresenceWatch } from '../devices/presence.js';
import { TopologyKeeper } from '../devices/topology.js';
import { UnknownWatch } from '../devices/unknown-watch.js';
import { Answers } from '../dji/answers.js';
import { Ingest } from '../telemetry/ingest.js';
import { ProtocolNotes } from '../telemetry/protocol-notes.js';
import { Recorder } from '../telemetry/recorder.js';
import { RecordingDatabase } from '../telemetry/recording-database.js';

/** MQTT to database: what devices say becomes rows and facts. */
@Module({
  providers: [
    Answers,
    DeviceStore,
    HealthWatch,
    Ingest,
    PresenceWatch,
    ProtocolNotes,
    Recorder,
    RecordingDatabase,
    TopologyKeeper,
    UnknownWatch,
  ],
  exports: [Ingest, PresenceWatch, ProtocolNotes, Recorder],
})
export class IngestModule {}
