import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ACL_FILE, PASSWORD_FILE } from '../../apps/server/src/broker/mosquitto-files.js';
import { readConfig, ServerRole } from '../../apps/server/src/config.js';
import { type Setting, SETTINGS } from '../../apps/server/src/settings.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, 'utf8');

interface Service {
  image: string;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  networks?: string[];
  entrypoint?: string[];
  command?: string[];
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean }>;
}

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const servers = services.filter(([, service]) => service.environment?.['ROLES'] !== undefined);
const settings = Object.values(SETTINGS) as Setting[];
const example = read('deploy/example.env');

/** `${NAME}`, `${NAME:-default}` and `${NAME:?message}`; `$$` is a dollar sign for the container. */
const variables = [...text.replaceAll('$$', '').matchAll(/\$\{(?<name>\w+)(?::(?<kind>[-?])(?<rest>[^}]*))?\}/g)].map(
  ({ groups }) => ({
    name: groups!['name']!,
    kind: groups!['kind'],
    rest: groups!['rest'] ?? '',
  }),
);
const secret = /PASSWORD|SECRET|KEY|TOKEN|LICENSE/;

/** The environment of a server container, as Compose would fill it in from an .env with these values. */
function filledIn(service: Service, values: Record<string, string>): Record<string, string> {
  const fill = (given: string) =>
    given.replaceAll(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_, name: string, kind: string, rest: string) => values[name] ?? (kind === '-' ? rest : ''),
    );
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [name, fill(String(value))]),
  );
}
const values = {
  POSTGRES_PASSWORD: 'pg0123456789',
  VALKEY_PASSWORD: 'vk0123456789',
  MQTT_PASSWORD: 'mq0123456789',
  XUNHANG_ADMIN_PASSWORD: 'Admin-0123456789',
  XUNHANG_PUBLIC_URL: 'https://xunhang.example',
  XUNHANG_MQTT_PUBLIC: 'mqtt.example:1883',
};

describe('the compose file', () => {
  it('runs every role of the server in exactly one service', () => {
    const roles = servers.flatMap(([, service]) => service.environment!['ROLES']!.split(','));
    expect(roles.toSorted()).toEqual(ServerRole.options.toSorted());
    for (const [name, service] of servers) expect(service.environment!['ROLES']).toBe(name);
  });

  it('gives the server only variables that it reads, with values that it accepts', () => {
    const known = settings.map(({ env }) => env);
    for (const [name, service] of servers) {
      expect(Object.keys(service.environment!).filter((variable) => !known.includes(variable))).toEqual([]);
      const config = readConfig({}, filledIn(service, values));
      expect(config.roles).toEqual([name]);
      expect(config.host).toBe('0.0.0.0');
    }
  });

  it('has no default for any secret, and stops with a message when a needed one is missing', () => {
    const secrets = variables.filter(({ name }) => secret.test(name));
    expect(secrets.length).toBeGreaterThan(5);
    for (const { name, kind, rest } of secrets) {
      expect([name, kind === '?' ? rest.includes(name) : rest === '']).toEqual([name, true]);
    }
    for (const [name, service] of services) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (secret.test(variable))
          expect([name, variable, String(value)]).toEqual([name, variable, expect.stringMatching(/^\$\{\w+:[-?]/)]);
      }
    }
    expect(text).not.toMatch(/:\/\/[^$\s]*:[^$\s@]+@/);
  });

  it('lists in example.env every variable that it asks for, the needed ones first and all empty', () => {
    const listed = [...example.matchAll(/^(\w+)=(.*)$/gm)];
    expect(listed.map(([, name]) => name!).toSorted()).toEqual(
      [...new Set(variables.map(({ name }) => name))].toSorted(),
    );
    expect(listed.filter(([, , value]) => value !== '')).toEqual([]);
    const needed = new Set(variables.filter(({ kind }) => kind === '?').map(({ name }) => name));
    expect(new Set(listed.slice(0, needed.size).map(([, name]) => name!))).toEqual(needed);
  });

  it('names services, ports and accounts in addresses as they are', () => {
    const environment = filledIn(compose.services['ingest']!, values);
    const database = new URL(environment['DATABASE_URL']!);
    const { environment: postgres } = compose.services[database.hostname]!;
    expect([database.username, database.pathname, database.port]).toEqual([
      postgres!['POSTGRES_USER'],
      `/${postgres!['POSTGRES_DB']}`,
      '5432',
    ]);
    expect(compose.services[new URL(environment['REDIS_URL']!).hostname]!.image).toMatch(/^valkey\//);
    const broker = new URL(environment['MQTT_URL']!);
    expect(compose.services[broker.hostname]!.environment!['MQTT_USERNAME']).toBe(environment['MQTT_USERNAME']);
    expect(read('deploy/mosquitto.conf')).toContain(`listener ${broker.port}\n`);
    expect(compose.services[broker.hostname]!.ports!.map((port) => port.split(':').at(-1))).toEqual([broker.port]);
  });

  it('publishes and checks the port that the server listens on', () => {
    for (const [, service] of servers) {
      const port = service.environment!['XUNHANG_PORT'];
      expect(service.healthcheck!.test.join(' ')).toContain(`http://127.0.0.1:${port}/api/health/ready`);
      for (const published of service.ports ?? []) expect(published.split(':').at(-1)).toBe(port);
    }
    expect(read('apps/server/src/health/health.controller.ts')).toMatch(/path: 'api\/health'[\s\S]*@Get\('ready'\)/);
  });

  it('mounts only what exists, and shares the broker files as the configuration of Mosquitto reads them', () => {
    for (const [name, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const source = volume.split(':')[0]!;
        expect([
          name,
          source,
          source.startsWith('./') ? existsSync(`${ROOT}${source}`) : source in compose.volumes,
        ]).toEqual([name, source, true]);
      }
    }
    const { worker, mosquitto } = compose.services;
    const folder = worker!.environment!['XUNHANG_BROKER_FILES']!;
    expect(worker!.volumes).toContain(`broker-files:${folder}`);
    expect(mosquitto!.volumes).toContain(`broker-files:${folder}:ro`);
    expect(mosquitto!.entrypoint!.at(-1)).toBe(folder);
    expect(mosquitto!.user).toBe(worker!.user);
    const conf = read('deploy/mosquitto.conf');
    expect(conf).toContain(`password_file ${folder}/${PASSWORD_FILE}\n`);
    expect(conf).toContain(`acl_file ${folder}/${ACL_FILE}\n`);
    expect(conf).toContain('allow_anonymous false\n');
    for (const argument of mosquitto!.entrypoint!.filter((word) => word.startsWith('/xunhang/'))) {
      expect(mosquitto!.volumes!.some((volume) => volume.split(':')[1] === argument)).toBe(true);
    }
  });

  it('waits for what a service needs, and every service has a health check to wait for', () => {
    for (const [name, { depends_on: needs = {}, healthcheck }] of services) {
      expect([name, healthcheck?.test.length ?? 0]).toEqual([name, expect.any(Number)]);
      expect(healthcheck?.test.length).toBeGreaterThan(1);
      for (const needed of Object.keys(needs)) expect(Object.keys(compose.services)).toContain(needed);
    }
    // the broker starts on the files of the worker, so the worker must not wait for the broker
    expect(Object.keys(compose.services['worker']!.depends_on!)).not.toContain('mosquitto');
    expect(compose.services['mosquitto']!.depends_on).toEqual({ worker: { condition: 'service_started' } });
  });

  it('runs everything without root, without privileges and on a read-only file system', () => {
    for (const [name, service] of services) {
      expect([name, service.user]).toEqual([name, expect.stringMatching(/^(?!0|root)\w+/)]);
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ['ALL'],
        ['no-new-privileges:true'],
      ]);
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      expect([name, /:[\w.-]*\d|:\$\{/.test(service.image)]).toEqual([name, true]);
    }
  });

  it('keeps stores where only the server reaches them', () => {
    expect(compose.networks['data']).toEqual({ internal: true });
    for (const name of ['postgres', 'valkey']) {
      expect(compose.services[name]!.networks).toEqual(['data']);
      expect(compose.services[name]!.ports).toBeUndefined();
    }
    for (const [name, { networks = [] }] of services) {
      for (const network of networks)
        expect([name, Object.keys(compose.networks)]).toEqual([name, expect.arrayContaining([network])]);
    }
  });
});

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  it('copies only what exists and starts a program that is built', () => {
    for (const [, sources] of dockerfile.matchAll(/^COPY (?:--from=\S+ )?(.+) \S+$/gm)) {
      for (const source of sources!.split(' ')) {
        const path = source.replace(/^\/app\//, '');
        expect([
          path,
          path.startsWith('dist') || path.startsWith('node_modules') || existsSync(`${ROOT}${path}`),
        ]).toEqual([path, true]);
      }
    }
    const program = /"(dist\/apps\/server\/src\/\w+)\.js"/.exec(dockerfile)![1]!;
    expect(existsSync(`${ROOT}${program.replace(/^dist\//, '')}.ts`)).toBe(true);
  });

  it('takes along every folder of the project that the server reads', () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, path]) => path!);
    expect(copied).toEqual(expect.arrayContaining(['libs', SETTINGS.county.fallback.split('/')[0]]));
    expect(read('.dockerignore').split('\n')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/data|libs|counties/)]),
    );
  });

  it('fits the engines of package.json, is not root, and checks its health', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const least = Number(/\d+/.exec(engines.node)![0]);
    const versions = [...dockerfile.matchAll(/^FROM node:(\d+)-\S+/gm)].map(([, version]) => Number(version));
    expect(versions).toHaveLength(2);
    for (const version of versions) expect(version).toBeGreaterThanOrEqual(least);
    expect(dockerfile).toMatch(/^USER xunhang$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    const uid = /--uid (\d+)/.exec(dockerfile)![1];
    for (const [, service] of servers) expect(service.user).toBe(`${uid}:${uid}`);
  });
});
