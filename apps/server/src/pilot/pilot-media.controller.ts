import { Body, Controller, HttpCode, Post, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type z } from 'zod';
import { Public } from '../auth/auth.decorators.js';
import { pilotAnswer, pilotMissing } from './pilot.answer.js';
import { PilotFilter } from './pilot.filter.js';
import { CurrentPilot, type Pilot, PilotGuard } from './pilot.guard.js';
import { FastUpload, TinyFingerprints, UploadedMedia } from './pilot-media.query.js';
import { PilotMediaService } from './pilot-media.service.js';

/** What DJI Pilot 2 asks and tells about photos and videos. The paths, names and envelopes are the vendor's. */
@ApiExcludeController()
@Public()
@UseGuards(PilotGuard)
@UseFilters(PilotFilter)
@Controller('media/api/v1/workspaces/:workspace')
export class PilotMediaController {
  constructor(private readonly media: PilotMediaService) {}

  /** Code 0: the file is here, and is not uploaded again. */
  @Post('fast-upload')
  @HttpCode(200)
  async holds(@Body({ schema: FastUpload }) { fingerprint }: z.infer<typeof FastUpload>) {
    return (await this.media.holds(fingerprint)) ? pilotAnswer() : pilotMissing();
  }

  @Post('files/tiny-fingerprints')
  @HttpCode(200)
  async known(@Body({ schema: TinyFingerprints }) { tiny_fingerprints: tiny }: z.infer<typeof TinyFingerprints>) {
    return pilotAnswer({ tiny_fingerprints: await this.media.known(tiny) });
  }

  /** Told by Pilot once the file lies in the store, and again until it is answered. */
  @Post('upload-callback')
  @HttpCode(200)
  async uploaded(@Body({ schema: UploadedMedia }) request: UploadedMedia, @CurrentPilot() pilot: Pilot) {
    return pilotAnswer({ object_key: await this.media.take(request, pilot) });
  }

  /** How far a group of files has come; each of them is told by itself as well. */
  @Post('group-upload-callback')
  @HttpCode(200)
  group() {
    return pilotAnswer();
  }
}
