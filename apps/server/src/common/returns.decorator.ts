import { applyDecorators, HttpCode, SerializeOptions } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { type z } from 'zod';

/**
 * States what a route answers: the status, the OpenAPI schema, and the filter through which the answer goes, so that a
 * member that is not in the contract never leaves the server. For a bare array give the schema of one item.
 */
export function Returns(schema: z.ZodType, status = 200, description = ''): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    SerializeOptions({ schema }),
    ApiResponse({ status, standardSchema: schema, description }),
  );
}

/** States that a route answers without a body. */
export function ReturnsNothing(description = ''): MethodDecorator {
  return applyDecorators(HttpCode(204), ApiResponse({ status: 204, description }));
}
