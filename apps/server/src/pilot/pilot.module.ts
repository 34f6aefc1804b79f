import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { GuestsApiModule } from '../guests/guests-api.module.js';
import { MediaModule } from '../media/media.module.js';
import { ApprovedRoutes } from '../routes/approved.routes.js';
import { PicturesModule } from '../pictures/pictures.module.js';
import { RoutesCoreModule } from '../routes/routes-core.module.js';
import { MobileTasksStore } from './mobile-tasks.store.js';
import { PilotDrones } from './pilot.drones.js';
import { PilotFavouritesStore } from './pilot-favourites.store.js';
import { PilotMediaController } from './pilot-media.controller.js';
import { PilotMediaService } from './pilot-media.service.js';
import { PilotGuard } from './pilot.guard.js';
import { WaylineContents } from './wayline.content.js';
import { WaylineIntake } from './wayline.intake.js';
import { WaylinesController } from './waylines.controller.js';
import { WaylinesService } from './waylines.service.js';

/** What DJI Pilot 2 asks over HTTP, for the api role. */
@Module({
  imports: [AuthModule, DivisionsModule, GuestsApiModule, MediaModule, PicturesModule, RoutesCoreModule],
  controllers: [PilotMediaController, WaylinesController],
  providers: [
    ApprovedRoutes,
    MobileTasksStore,
    PilotDrones,
    PilotFavouritesStore,
    PilotGuard,
    PilotMediaService,
    WaylineContents,
    WaylineIntake,
    WaylinesService,
  ],
})
export class PilotModule {}
