import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeProblems } from '../common/problem.openapi.js';
import { VERSION } from '../version.js';

/** Addresses that DJI Pilot 2 knows by itself. */
const PILOT_PATHS = ['wayline/api/v1/*path', 'storage/api/v1/*path', 'media/api/v1/*path'];

/** Puts the API below `/api/v1`; health and metrics keep the addresses that probes know, Pilot's those of its maker. */
export function prefixRoutes(app: INestApplication): void {
  app.setGlobalPrefix('api/v1', { exclude: ['api/health/live', 'api/health/ready', 'metrics', ...PILOT_PATHS] });
}

/** The OpenAPI document of the api role, made from the contracts. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Xunhang 巡航')
    .setDescription('Drone patrols and slow-live cameras of a county. Errors are problem documents (RFC 9457).')
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .build();
  return describeProblems(SwaggerModule.createDocument(app, info));
}

/** `/api/openapi.json`, and a readable page at `/api/docs` whose files come from this server. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Xunhang API',
  });
}
