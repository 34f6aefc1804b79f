import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { Public } from '../auth/auth.decorators.js';
import { refuseInvalid } from '../common/validation.js';
import { CONFIG, type Config } from '../config.js';
import { pilotAnswer } from './pilot.answer.js';
import { PilotFilter } from './pilot.filter.js';
import { CurrentPilot, type Pilot, PilotGuard } from './pilot.guard.js';
import { WaylineIntake } from './wayline.intake.js';
import { FavouriteIds, NamesQuery, UploadedWayline, WaylineQuery } from './wayline.query.js';
import { WaylinesService } from './waylines.service.js';

/** What DJI Pilot 2 asks of a cloud about routes. The paths, names and envelopes are the vendor's. */
@ApiExcludeController()
@Public()
@UseGuards(PilotGuard)
@UseFilters(PilotFilter)
@Controller()
export class WaylinesController {
  constructor(
    private readonly waylines: WaylinesService,
    private readonly intake: WaylineIntake,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('wayline/api/v1/workspaces/:workspace/waylines')
  async list(@Query({ schema: WaylineQuery }) query: WaylineQuery, @CurrentPilot() pilot: Pilot) {
    return pilotAnswer(await this.waylines.list(query, pilot));
  }

  @Get('wayline/api/v1/workspaces/:workspace/waylines/duplicate-names')
  async duplicates(@Query({ schema: NamesQuery }) { name }: z.infer<typeof NamesQuery>, @CurrentPilot() pilot: Pilot) {
    return pilotAnswer(await this.waylines.duplicates(name, pilot));
  }

  @Get('wayline/api/v1/workspaces/:workspace/waylines/:id/url')
  async address(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentPilot() pilot: Pilot,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const address = await this.waylines.address(id, pilot, this.originOf(request));
    response.set('cache-control', 'no-store').redirect(302, address);
  }

  /** Told by Pilot once the file lies in the store. Answers with the id of the route. */
  @Post('wayline/api/v1/workspaces/:workspace/upload-callback')
  @HttpCode(200)
  async uploaded(@Body({ schema: UploadedWayline }) request: UploadedWayline, @CurrentPilot() pilot: Pilot) {
    return pilotAnswer({ id: await this.intake.take(request, pilot) });
  }

  @Post('wayline/api/v1/workspaces/:workspace/favorites')
  @HttpCode(200)
  favour(@Req() request: Request, @CurrentPilot() pilot: Pilot) {
    return this.mark(request, true, pilot);
  }

  @Delete('wayline/api/v1/workspaces/:workspace/favorites')
  unfavour(@Req() request: Request, @CurrentPilot() pilot: Pilot) {
    return this.mark(request, false, pilot);
  }

  /** Credentials for uploads. */
  @Post('storage/api/v1/workspaces/:workspace/sts')
  @HttpCode(200)
  async credentials(
    @CurrentPilot() pilot: Pilot,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.set('cache-control', 'no-store');
    return pilotAnswer(await this.intake.credentialsFor(pilot, this.originOf(request)));
  }

  private async mark(request: Request, favourite: boolean, pilot: Pilot) {
    const { id } = FavouriteIds.parse({ ...(request.body as object | undefined), ...request.query });
    const ids = z.array(z.uuid()).max(200).safeParse(id);
    if (!ids.success) throw refuseInvalid(ids.error.issues, 'id');
    await this.waylines.favour(ids.data, favourite, pilot);
    return pilotAnswer();
  }

  /** Where Pilot reaches us: the address of the product where one is set, else the one of this request. */
  private originOf(request: Request): string {
    if (this.config.publicUrl !== null) return new URL(this.config.publicUrl).origin;
    return `${request.protocol}://${request.get('host') ?? `127.0.0.1:${this.config.port}`}`;
  }
}
