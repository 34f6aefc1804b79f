import { Module } from '@nestjs/common';
import { BrokerModule } from './broker.module.js';
import { MosquittoFiles } from './mosquitto-files.js';

/** The rules of the broker as files for a Mosquitto, for one process of a deployment: the worker. */
@Module({ imports: [BrokerModule], providers: [MosquittoFiles] })
export class BrokerFilesModule {}
