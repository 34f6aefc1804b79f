import { Module } from '@nestjs/common';
import { HealthWatch } from '../devices/health.js';
import { PresenceWatch } from '../devices/presence.js';
import { TopologyKeeper } from '../devices/topology.js';
import { UnknownWatch } from '../devices/unknown-watch.js';
import { Answers } from '../dji/answers.js';
import { Ingest } from '../telemetry/ingest.js';
import { ProtocolNotes } from '../telemetry/protocol-notes.js';
import { Recorder } from '../telemetry/recorder.js';

/** MQTT to database: what devices say becomes rows and facts. */
@Module({
  providers: [Answers, HealthWatch, Ingest, PresenceWatch, ProtocolNotes, Recorder, TopologyKeeper, UnknownWatch],
  exports: [Ingest, PresenceWatch, ProtocolNotes, Recorder],
})
export class IngestModule {}
