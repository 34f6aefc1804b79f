import { Body, Controller, Get, Header, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import {
  NewPlan,
  PlanApproval,
  PlanChange,
  PlanDays,
  PlanDaysQuery,
  PlanPage,
  PlanPreview,
  PlanPreviewRequest,
  PlanQuery,
  PlanView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { versionOf, versionTag } from '../points/catalogue.version.js';
import { PlansService } from './plans.service.js';

/** Patrol plans 巡查计划. They are ended, never deleted: tasks name them. */
@ApiTags('plans')
@Needs('tasks.read')
@Controller('plans')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Get()
  @Returns(PlanPage)
  list(@Query({ schema: PlanQuery }) query: PlanQuery, @CurrentActor() actor: Actor) {
    return this.plans.list(query, actor);
  }

  @Post()
  @Needs('tasks.manage')
  @Returns(PlanView, 201)
  async create(
    @Body({ schema: NewPlan }) request: NewPlan,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.plans.create(request, actor));
  }

  /** The rule in words and its next days, for a form: nothing is kept. */
  @Post('preview')
  @HttpCode(200)
  @Returns(PlanPreview)
  preview(@Body({ schema: PlanPreviewRequest }) request: PlanPreviewRequest) {
    return this.plans.preview(request);
  }

  @Get(':id')
  @Returns(PlanView)
  async get(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.plans.get(id, actor));
  }

  /** Its days with the task of each, or why there is none. */
  @Get(':id/days')
  @Header('cache-control', 'no-store')
  @Returns(PlanDays)
  days(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: PlanDaysQuery }) query: PlanDaysQuery,
    @CurrentActor() actor: Actor,
  ) {
    return this.plans.daysOf(id, query, actor);
  }

  /** Approves it as it is: its tasks are approved with it. The version that was read goes into `If-Match` or `version`. */
  @Post(':id/approve')
  @Needs('tasks.approve')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(PlanView)
  async approve(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PlanApproval }) { note, version }: PlanApproval,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.plans.approve(id, note, versionOf(ifMatch, version), actor));
  }

  /** Changes a plan; `state` suspends, takes up or ends it. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('tasks.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(PlanView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PlanChange }) request: PlanChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.plans.change(id, request, versionOf(ifMatch, request.version), actor));
  }
}

/** Sends the version along as the entity tag; the next days change without it, so caches must not answer. */
function tagged(response: Response, plan: PlanView): PlanView {
  response.set({ etag: versionTag(plan.version), 'cache-control': 'no-store' });
  return plan;
}
