import { Module } from '@nestjs/common';
import { DivisionsService } from './divisions.service.js';

/** The county tree, for every role. */
@Module({ providers: [DivisionsService], exports: [DivisionsService] })
export class DivisionsModule {}
