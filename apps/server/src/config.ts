import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ROOT } from './root.js';
import { SETTINGS, type Setting, type SettingName } from './settings.js';

export const ServerRole = z.enum(['api', 'ingest', 'worker']);
export type ServerRole = z.infer<typeof ServerRole>;

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1');
const days = z.coerce.number().int().min(1).max(36500);
const kinds = ['dock', 'aircraft', 'remote_controller', 'other'] as const;
/** `dock=10,aircraft=8`: seconds by device kind; kinds left out keep the default. */
const secondsByKind = (fallback: string) =>
  z.string().transform((text, context) => {
    const seconds = { dock: 0, aircraft: 0, remote_controller: 0, other: 0 };
    for (const part of `${fallback},${text}`.split(',').filter(Boolean)) {
      const [kind, value] = part.split('=').map((word) => word.trim());
      const known = kinds.find((name) => name === kind);
      if (!known || !(Number(value) > 0)) {
        context.addIssue(`"${part}" is not kind=seconds with a kind of ${kinds.join(', ')}`);
        return z.NEVER;
      }
      seconds[known] = Number(value);
    }
    return seconds;
  });

const shape = {
  dataDir: z
    .string()
    .min(1)
    .transform((path) => resolve(path)),
  host: z.string().min(1),
  port,
  mqttPort: port,
  simulator: flag,
  simulatorPort: port,
  county: z
    .string()
    .min(1)
    .transform((path) => (isAbsolute(path) ? path : resolve(fileURLToPath(ROOT), path))),
  adminPassword: z.string().min(10, 'the first password of admin needs at least 10 characters').nullable(),
  roles: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
    )
    .pipe(z.array(ServerRole).min(1)),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .nullable(),
  mqttUrl: z
    .string()
    .regex(/^(mqtts?|tcp|ssl|wss?):\/\//, 'must begin with mqtt:// or mqtts://')
    .nullable(),
  mqttUsername: z.string().nullable(),
  mqttPassword: z.string().nullable(),
  mqttPublicAddress: z.string().nullable(),
  brokerFiles: z
    .string()
    .transform((path) => resolve(path))
    .nullable(),
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis://')
    .nullable(),
  publicUrl: z.url().nullable(),
  s3Url: z.url({ protocol: /^https?$/ }).nullable(),
  s3Bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket'),
  s3Region: z.string().min(1),
  s3AccessKey: z.string().nullable(),
  s3SecretKey: z.string().nullable(),
  s3PathStyle: flag,
  trustProxy: flag,
  ntpHost: z.string().nullable(),
  djiAppId: z.string(),
  djiAppKey: z.string(),
  djiAppLicense: z.string(),
  baseMap: z.enum(['schematic', 'tianditu', 'xyz', 'pmtiles']),
  baseMapUrl: z.string().nullable(),
  baseMapDatum: z.enum(['WGS84', 'CGCS2000', 'GCJ-02']),
  tiandituKey: z.string().nullable(),
  messageDays: days,
  trackDays: days,
  mediaPatienceMinutes: z.coerce.number().positive().max(10_080),
  fallbackMinutes: z.coerce.number().min(0).max(1_440),
  staleSeconds: secondsByKind(SETTINGS.staleSeconds.fallback),
  offlineSeconds: secondsByKind(SETTINGS.offlineSeconds.fallback),
  planDays: z.coerce.number().int().min(1).max(14),
  papers: z.enum(['plans', 'all', 'none']),
  logLevel: z.enum(['error', 'warn', 'log', 'debug']),
} satisfies Record<SettingName, z.ZodType>;

const ConfigShape = z.object(shape).superRefine(({ staleSeconds, offlineSeconds }, context) => {
  const kind = kinds.find((name) => staleSeconds[name] > offlineSeconds[name]);
  if (kind)
    context.addIssue({
      code: 'custom',
      path: ['offlineSeconds'],
      message: `${kind} must be offline no earlier than stale`,
    });
});
/** The whole configuration of a process: read once, frozen. */
export type Config = Readonly<z.infer<typeof ConfigShape>>;

/** Nest token of the frozen `Config`. */
export const CONFIG = Symbol('Config');

/** A setting has a value that cannot be used; the message names the setting and the remedy. */
export class InvalidSetting extends Error {
  override name = 'InvalidSetting';
}

/**
 * Reads the configuration: `overrides` (written as in the environment) before the environment before the defaults.
 * Throws `InvalidSetting`. This is the only place that reads `process.env`.
 */
export function readConfig(
  overrides: Partial<Record<SettingName, string>> = {},
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  const texts: Record<string, string | null> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [SettingName, Setting][]) {
    const given = overrides[name] ?? environment[setting.env];
    texts[name] = given === undefined || (given === '' && setting.fallback !== '') ? setting.fallback : given;
  }
  const parsed = ConfigShape.safeParse(texts);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue?.path[0] as SettingName;
    const setting: Setting = SETTINGS[name];
    const shown = setting.secret ? '(secret)' : `"${texts[name]}"`;
    throw new InvalidSetting(
      `设置 ${setting.env} 的值 ${shown} 不可用：${setting.zh}。` +
        ` Setting ${setting.env} cannot be ${shown}: ${issue?.message}. It means: ${setting.en}.`,
    );
  }
  return Object.freeze(parsed.data);
}
