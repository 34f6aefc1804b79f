import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { PicturesCoreModule } from '../pictures/pictures-core.module.js';
import { EvidenceBuilder } from './evidence.builder.js';
import { EvidenceCustody } from './evidence.custody.js';
import { EvidencePackStore } from './evidence-pack.store.js';
import { EvidencePacksProcessor } from './evidence-packs.processor.js';

/** What builds evidence packs, for the worker role. */
@Module({
  imports: [BullModule.registerQueue({ name: 'evidence' }), DivisionsModule, PicturesCoreModule],
  providers: [EvidenceBuilder, EvidenceCustody, EvidencePackStore, EvidencePacksProcessor],
  exports: [EvidencePacksProcessor],
})
export class EvidenceWorkerModule {}
