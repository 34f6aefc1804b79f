import { type Provider, StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ProblemFilter } from './problem.filter.js';
import { ValidationPipe } from './validation.pipe.js';

/** What stands at the edge of every role that answers callers: input checked, output filtered, errors explained. */
export const EDGE: Provider[] = [
  { provide: APP_PIPE, useFactory: () => new ValidationPipe() },
  { provide: APP_INTERCEPTOR, useClass: StandardSchemaSerializerInterceptor },
  { provide: APP_FILTER, useClass: ProblemFilter },
];
