import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type z } from 'zod';
import {
  DevicePage,
  DeviceQuery,
  DeviceStateView,
  DeviceView,
  HealthNoticePage,
  HealthNoticeQuery,
  TrackQuery,
  TrackView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { DevicesService } from './devices.service.js';
import { trackAsCsv, trackAsGeoJson, trackAsGpx } from './track-formats.js';

@ApiTags('devices')
@Needs('devices.read')
@Controller('devices')
export class DevicesController {
  constructor(private readonly devices: DevicesService) {}

  /** Docks, aircraft and remote controllers of the scope with their presence, newest sample and health. */
  @Get()
  @Returns(DevicePage)
  list(@CurrentActor() actor: Actor, @Query({ schema: DeviceQuery }) query: z.infer<typeof DeviceQuery>) {
    return this.devices.list(actor, query);
  }

  @Get(':sn')
  @Returns(DeviceView)
  get(@CurrentActor() actor: Actor, @Param('sn') sn: string) {
    return this.devices.get(actor, sn);
  }

  /** Everything last known, property by property, each with its age. */
  @Get(':sn/state')
  @Returns(DeviceStateView)
  state(@CurrentActor() actor: Actor, @Param('sn') sn: string) {
    return this.devices.state(actor, sn);
  }

  @Get(':sn/health-notices')
  @Returns(HealthNoticePage)
  healthNotices(
    @CurrentActor() actor: Actor,
    @Param('sn') sn: string,
    @Query({ schema: HealthNoticeQuery }) query: z.infer<typeof HealthNoticeQuery>,
  ) {
    return this.devices.healthNotices(actor, sn, query);
  }

  /** The track as JSON, GeoJSON, GPX or CSV (`format`), thinned on the server. */
  @Get(':sn/track')
  @ApiProduces('application/json', 'application/geo+json', 'application/gpx+xml', 'text/csv')
  @Returns(TrackView)
  async track(
    @CurrentActor() actor: Actor,
    @Param('sn') sn: string,
    @Query({ schema: TrackQuery }) query: TrackQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TrackView | undefined> {
    const track = await this.devices.track(actor, sn, query);
    if (query.format === 'json') return track;
    const { name } = await this.devices.get(actor, sn);
    const [type, text] = {
      geojson: ['application/geo+json', JSON.stringify(trackAsGeoJson(track, name))],
      gpx: ['application/gpx+xml', trackAsGpx(track, name)],
      csv: ['text/csv; charset=utf-8', trackAsCsv(track)],
    }[query.format] as [string, string];
    response
      .type(type)
      .attachment(`track-${sn.replaceAll(/[^\w-]/g, '_')}.${query.format}`)
      .send(text);
    return undefined;
  }
}
