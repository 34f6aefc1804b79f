import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { NewUser, UserChange, UserPage, UserQuery, UserView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { UsersService } from './users.service.js';

/** The people of the product, for administrators. Users are disabled, never deleted: the log names them. */
@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Needs('users.read')
  @Returns(UserPage)
  list(@Query({ schema: UserQuery }) query: z.infer<typeof UserQuery>, @CurrentActor() actor: Actor) {
    return this.users.list(query, actor);
  }

  @Post()
  @Needs('users.manage')
  @Returns(UserView, 201)
  create(@Body({ schema: NewUser }) request: NewUser, @CurrentActor() actor: Actor) {
    return this.users.create(request, actor);
  }

  @Patch(':id')
  @Needs('users.manage')
  @Returns(UserView)
  change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: UserChange }) request: UserChange,
    @CurrentActor() actor: Actor,
  ) {
    return this.users.change(id, request, actor);
  }
}
