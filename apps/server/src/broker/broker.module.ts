import { Module } from '@nestjs/common';
import { BrokerAccounts } from './broker-accounts.js';
import { BrokerDirectory } from './broker-directory.js';
import { BrokerPolicy } from './broker-policy.js';
import { MosquittoFiles } from './mosquitto-files.js';
import { RefusedTopics } from './refused-topics.js';

/** Accounts at the broker, for every role. */
@Module({ providers: [BrokerAccounts], exports: [BrokerAccounts] })
export class BrokerAccountsModule {}

/** The rules of the broker, for the process that the embedded broker runs in. */
@Module({
  imports: [BrokerAccountsModule],
  providers: [BrokerDirectory, RefusedTopics, BrokerPolicy],
  exports: [BrokerPolicy, BrokerDirectory, BrokerAccountsModule],
})
export class BrokerModule {}

/** The same rules as files for a Mosquitto, for one process of a deployment: the worker. */
@Module({ imports: [BrokerModule], providers: [MosquittoFiles] })
export class BrokerFilesModule {}
