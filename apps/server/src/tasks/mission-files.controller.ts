import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { Public } from '../auth/auth.decorators.js';
import { NotFound } from '../common/refusal.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { MissionFiles } from './mission-files.js';
import { TASK } from './task.recorder.js';
import { TaskStore } from './task.store.js';

const Signed = z.object({ until: z.coerce.number().int(), signature: z.string().max(100) });

/** The route file of a task, for the dock that flies it: no token, but an address that only we can make. */
@ApiTags('tasks')
@Controller('mission-files')
export class MissionFilesController {
  constructor(
    private readonly files: MissionFiles,
    private readonly tasks: TaskStore,
    private readonly versions: RouteVersionStore,
  ) {}

  /** The bytes whose MD5 the dock was told. */
  @Get(':taskId')
  @Public()
  @ApiProduces('application/vnd.google-earth.kmz')
  @ApiResponse({ status: 200, description: 'A KMZ file.' })
  async file(
    @Param('taskId', { schema: z.uuid() }) taskId: string,
    @Query({ schema: Signed }) { until, signature }: z.infer<typeof Signed>,
    @Res() response: Response,
  ): Promise<void> {
    await this.files.require(taskId, until, signature, Date.now());
    const task = await this.tasks.find(taskId);
    const kmz = task && (await this.versions.kmz(task.routeId, task.routeVersion));
    if (!kmz) throw new NotFound(TASK, taskId);
    response
      .type('application/vnd.google-earth.kmz')
      .attachment(`${task.routeCode}.kmz`)
      .set({ 'cache-control': 'no-store', etag: `"${task.routeMd5}"` })
      .send(kmz);
  }
}
