import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { BrokerAccountsModule } from '../broker/broker-accounts.module.js';
import { DevicesModule } from '../devices/devices.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { GuestsModule } from './guests.module.js';
import { JoinCodesController } from './join-codes.controller.js';
import { JoinCodesService } from './join-codes.service.js';
import { JoinsController } from './joins.controller.js';
import { JoinsService } from './joins.service.js';
import { PilotTokens } from './pilot-tokens.js';

/** Guests invited and coming in, for the api role. */
@Module({
  imports: [AuthModule, BrokerAccountsModule, DevicesModule, DivisionsModule, GuestsModule],
  controllers: [JoinCodesController, JoinsController],
  providers: [JoinCodesService, JoinsService, PilotTokens],
  exports: [PilotTokens],
})
export class GuestsApiModule {}
