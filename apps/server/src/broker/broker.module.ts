import { Module } from '@nestjs/common';
import { BrokerAccountsModule } from './broker-accounts.module.js';
import { BrokerDirectory } from './broker-directory.js';
import { BrokerPolicy } from './broker-policy.js';
import { RefusedTopics } from './refused-topics.js';

/** The rules of the broker, for the process that the embedded broker runs in. */
@Module({
  imports: [BrokerAccountsModule],
  providers: [BrokerDirectory, RefusedTopics, BrokerPolicy],
  exports: [BrokerPolicy, BrokerDirectory, BrokerAccountsModule],
})
export class BrokerModule {}
