import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { PapersController } from './papers.controller.js';
import { PapersCoreModule } from './papers-core.module.js';
import { PapersService } from './papers.service.js';

/** The register of papers, for the api role. */
@Module({
  imports: [DivisionsModule, PapersCoreModule],
  controllers: [PapersController],
  providers: [PapersService],
})
export class PapersModule {}
