import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  DockDetail,
  DockOrderPage,
  DockOrderQuery,
  DockOrderView,
  DockPage,
  DockQuery,
  NewDockOrder,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { DockOrdersService } from './dock-orders.service.js';
import { DocksService } from './docks.service.js';

/** Docks 机场: all that is last known of each, and orders in remote debugging, in two steps. */
@ApiTags('docks')
@Needs('devices.read')
@Controller('docks')
export class DocksController {
  constructor(
    private readonly docks: DocksService,
    private readonly orders: DockOrdersService,
  ) {}

  /** By name. What a dock has not told is unknown, never zero. */
  @Get()
  @Returns(DockPage)
  list(@Query({ schema: DockQuery }) query: DockQuery, @CurrentActor() actor: Actor) {
    return this.docks.list(query, actor);
  }

  @Get(':sn')
  @Returns(DockDetail)
  get(@Param('sn') sn: string, @CurrentActor() actor: Actor) {
    return this.docks.get(sn, actor);
  }

  /** The orders that were given, newest first, and which may be given now. */
  @Get(':sn/orders')
  @Returns(DockOrderPage)
  listOrders(
    @Param('sn') sn: string,
    @Query({ schema: DockOrderQuery }) query: z.infer<typeof DockOrderQuery>,
    @CurrentActor() actor: Actor,
  ) {
    return this.orders.list(sn, query, actor);
  }

  /** The first step: tells what will happen and whom it touches. Nothing is sent until it is confirmed. */
  @Post(':sn/orders')
  @Needs('docks.command')
  @Returns(DockOrderView, 201)
  ask(@Param('sn') sn: string, @Body({ schema: NewDockOrder }) request: NewDockOrder, @CurrentActor() actor: Actor) {
    return this.orders.ask(sn, request, actor);
  }

  /** The second step, within 60 s and by the same person. It is sent once; its course comes as facts. */
  @Post(':sn/orders/:id/confirm')
  @HttpCode(202)
  @Needs('docks.command')
  @Returns(DockOrderView, 202)
  confirm(@Param('sn') sn: string, @Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.orders.confirm(sn, id, actor);
  }

  /** Takes back an order that is not confirmed. */
  @Post(':sn/orders/:id/withdraw')
  @HttpCode(200)
  @Needs('docks.command')
  @Returns(DockOrderView)
  withdraw(@Param('sn') sn: string, @Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.orders.withdraw(sn, id, actor);
  }
}
