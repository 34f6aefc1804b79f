import { type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { Problem } from '#contracts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

/** Adds the problem document to an OpenAPI document: every operation may answer with it. Changes and returns `document`. */
export function describeProblems(document: OpenAPIObject): OpenAPIObject {
  document.components ??= {};
  const { $schema: _dialect, ...schema } = z.toJSONSchema(Problem, { target: 'openapi-3.0' }) as Record<
    string,
    unknown
  >;
  document.components.schemas = { ...document.components.schemas, Problem: schema };
  document.components.responses = {
    ...document.components.responses,
    Problem: {
      description:
        'A refusal or fault, by RFC 9457: a stable `code`, and one sentence in Chinese (`detail`) and English (`detailEn`)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) operation.responses['default'] = { $ref: '#/components/responses/Problem' };
    }
  }
  return document;
}
