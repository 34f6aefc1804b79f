import { Module } from '@nestjs/common';
import { BrokerAccounts } from './broker-accounts.js';

/** Accounts at the broker, for every role. */
@Module({ providers: [BrokerAccounts], exports: [BrokerAccounts] })
export class BrokerAccountsModule {}
