import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MorningSheetView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { MorningSheetService } from './morning-sheet.service.js';

@ApiTags('morning sheet')
@Needs('devices.read')
@Controller('morning-sheet')
export class MorningSheetController {
  constructor(private readonly sheets: MorningSheetService) {}

  /** What changed since yesterday 18:00 and who must act. */
  @Get()
  @Returns(MorningSheetView)
  sheet(@CurrentActor() actor: Actor) {
    return this.sheets.sheet(actor);
  }
}
