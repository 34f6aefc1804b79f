import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { NewPaper, PaperChange, PaperPage, PaperQuery, PaperView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { versionOf, versionTag } from '../points/catalogue.version.js';
import { PapersService } from './papers.service.js';

/** Papers of aircraft, pilots and the county. They are withdrawn, never deleted: flights were allowed by them. */
@ApiTags('papers')
@Needs('tasks.read')
@Controller('papers')
export class PapersController {
  constructor(private readonly papers: PapersService) {}

  @Get()
  @Returns(PaperPage)
  list(@Query({ schema: PaperQuery }) query: PaperQuery, @CurrentActor() actor: Actor) {
    return this.papers.list(query, actor);
  }

  @Post()
  @Needs('papers.manage')
  @Returns(PaperView, 201)
  async create(
    @Body({ schema: NewPaper }) request: NewPaper,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.papers.create(request, actor));
  }

  @Get(':id')
  @Returns(PaperView)
  async get(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.papers.get(id, actor));
  }

  /** Changes a paper; `state` withdraws it or brings it back. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('papers.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(PaperView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PaperChange }) request: PaperChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.papers.change(id, request, versionOf(ifMatch, request.version), actor));
  }
}

/** Sends the version along as the entity tag; how a paper stands changes with the day, so caches must not answer. */
function tagged(response: Response, paper: PaperView): PaperView {
  response.set({ etag: versionTag(paper.version), 'cache-control': 'no-store' });
  return paper;
}
