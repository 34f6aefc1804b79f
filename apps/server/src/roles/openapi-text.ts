import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type DataSource } from 'typeorm';
import { readConfig } from '../config.js';
import { type County } from '../county/county.js';
import { ApiModule } from './api.module.js';
import { CoreModule } from './core.module.js';
import { openApiDocument, prefixRoutes } from './openapi.js';

/** The OpenAPI document as the text of `openapi.json`. Only looks at the controllers: nothing is started or connected. */
export async function openApiText(): Promise<string> {
  class RootModule {}
  const nothing = {} as unknown;
  const imports = [CoreModule.with(readConfig({}, {}), nothing as DataSource, nothing as County), ApiModule];
  const root: DynamicModule = { module: RootModule, imports };
  const app = await NestFactory.create(root, { preview: true, logger: false, abortOnError: false });
  prefixRoutes(app);
  return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
}
