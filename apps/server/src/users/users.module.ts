import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';
import { UsersStore } from './users.store.js';

/** The administrator's page of users, for the api role. */
@Module({
  imports: [AuthModule, DivisionsModule],
  controllers: [UsersController],
  providers: [UsersService, UsersStore],
})
export class UsersModule {}
