import { Module } from '@nestjs/common';
import { AirspaceModule } from '../airspace/airspace.module.js';
import { CamerasModule } from '../cameras/cameras.module.js';
import { CountyModule } from '../county/county.module.js';
import { DevicesModule } from '../devices/devices.module.js';
import { DivisionsApiModule } from '../divisions/divisions-api.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { DocksModule } from '../docks/docks.module.js';
import { EventsController } from '../events/events.controller.js';
import { EventsService } from '../events/events.service.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { GuestsApiModule } from '../guests/guests-api.module.js';
import { LiveModule } from '../live/live.module.js';
import { MediaModule } from '../media/media.module.js';
import { DaySheetService } from '../morning-sheet/day-sheet.service.js';
import { MorningSheetController } from '../morning-sheet/morning-sheet.controller.js';
import { MorningSheetService } from '../morning-sheet/morning-sheet.service.js';
import { PapersModule } from '../papers/papers.module.js';
import { PicturesModule } from '../pictures/pictures.module.js';
import { PilotModule } from '../pilot/pilot.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { PointsModule } from '../points/points.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { RoutesModule } from '../routes/routes.module.js';
import { ScenariosModule } from '../scenarios/scenarios.module.js';
import { ScheduleModule } from '../schedule/schedule.module.js';
import { ProtocolNotesController } from '../telemetry/protocol-notes.controller.js';
import { TasksModule } from '../tasks/tasks.module.js';
import { UsersModule } from '../users/users.module.js';

/** REST and Socket.IO. */
@Module({
  imports: [
    AirspaceModule,
    CamerasModule,
    CountyModule,
    DevicesModule,
    DivisionsApiModule,
    DivisionsModule,
    EvidenceModule,
    DocksModule,
    GuestsApiModule,
    LiveModule,
    MediaModule,
    PapersModule,
    PicturesModule,
    PilotModule,
    PlansModule,
    PointsModule,
    QueuesModule,
    RoutesModule,
    ScenariosModule,
    ScheduleModule,
    TasksModule,
    UsersModule,
  ],
  controllers: [EventsController, MorningSheetController, ProtocolNotesController],
  providers: [DaySheetService, EventsService, MorningSheetService],
})
export class ApiModule {}
