import { Module } from '@nestjs/common';
import { BrokerAccountsModule } from '../broker/broker-accounts.module.js';
import { GuestsService } from './guests.service.js';

/** Guests leaving, for every role. */
@Module({ imports: [BrokerAccountsModule], providers: [GuestsService], exports: [GuestsService] })
export class GuestsModule {}
