import { Module } from '@nestjs/common';
import { DivisionsController } from './divisions.controller.js';
import { DivisionsModule } from './divisions.module.js';

/** The REST routes of the county tree, for the api role. */
@Module({ imports: [DivisionsModule], controllers: [DivisionsController] })
export class DivisionsApiModule {}
