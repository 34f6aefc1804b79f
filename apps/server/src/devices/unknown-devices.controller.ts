import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdoptDevice, DeviceView, PageQuery, RefuseDevice, UnknownDevicePage } from '#contracts';
import { type z } from 'zod';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns, ReturnsNothing } from '../common/returns.decorator.js';
import { UnknownDevicesService } from './unknown-devices.service.js';

@ApiTags('unknown devices')
@Needs('devices.manage')
@Controller('unknown-devices')
export class UnknownDevicesController {
  constructor(private readonly unknown: UnknownDevicesService) {}

  /** Serial numbers that spoke and that nobody registered. */
  @Get()
  @Returns(UnknownDevicePage)
  list(@Query({ schema: PageQuery }) query: PageQuery) {
    return this.unknown.list(query);
  }

  @Post(':sn/adopt')
  @Returns(DeviceView, 201)
  adopt(@CurrentActor() actor: Actor, @Param('sn') sn: string, @Body({ schema: AdoptDevice }) request: AdoptDevice) {
    return this.unknown.adopt(actor, sn, request);
  }

  @Post(':sn/refuse')
  @ReturnsNothing()
  refuse(
    @CurrentActor() actor: Actor,
    @Param('sn') sn: string,
    @Body({ schema: RefuseDevice }) request: z.infer<typeof RefuseDevice>,
  ) {
    return this.unknown.refuse(actor, sn, request.reason);
  }
}
