import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { EvidenceWorkerModule } from '../evidence/evidence-worker.module.js';
import { DocksWorkerModule } from '../docks/docks-worker.module.js';
import { GuestsModule } from '../guests/guests.module.js';
import { type QueueStore } from '../jobs/queue-backend.js';
import { PicturesWorkerModule } from '../pictures/pictures-worker.module.js';
import { PlansWorkerModule } from '../plans/plans-worker.module.js';
import { RouteImportWorkerModule } from '../routes/route-import-worker.module.js';
import { SortiesModule } from '../tasks/sorties.module.js';
import { UpkeepProcessor } from '../upkeep/upkeep.processor.js';

/** BullMQ processors. A job is a reminder; the row it names is the truth. */
@Module({})
export class WorkerModule {
  static with(store: QueueStore): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        BullModule.forRoot({ connection: store.connection, extraOptions: { manualRegistration: true } }),
        BullModule.registerQueue({ name: 'upkeep' }),
        EvidenceWorkerModule,
        DocksWorkerModule,
        GuestsModule,
        PicturesWorkerModule,
        PlansWorkerModule,
        RouteImportWorkerModule,
        SortiesModule,
      ],
      providers: [UpkeepProcessor],
      exports: [
        DocksWorkerModule,
        EvidenceWorkerModule,
        PicturesWorkerModule,
        PlansWorkerModule,
        RouteImportWorkerModule,
        SortiesModule,
        UpkeepProcessor,
      ],
    };
  }
}
