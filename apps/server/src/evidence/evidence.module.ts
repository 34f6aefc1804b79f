import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { PicturesModule } from '../pictures/pictures.module.js';
import { EvidenceAddresses } from './evidence.addresses.js';
import { EvidencePackStore } from './evidence-pack.store.js';
import { EvidencePacksController } from './evidence-packs.controller.js';
import { EvidencePacksService } from './evidence-packs.service.js';

/** Evidence packs, for the api role. */
@Module({
  imports: [AuthModule, DivisionsModule, PicturesModule],
  controllers: [EvidencePacksController],
  providers: [EvidenceAddresses, EvidencePackStore, EvidencePacksService],
})
export class EvidenceModule {}
