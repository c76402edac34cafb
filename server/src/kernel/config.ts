import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/**
 * The only place that reads the environment: names first (`Environment`), meaning second (`Config`).
 */
const flag = z.enum(['0', '1']).transform((value) => value === '1');
const list = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));

const Environment = z.object({
  /** Port and address of HTTP. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Address as the world sees it; webhooks and links are made of it. Default: http://localhost:PORT. */
  PUBLIC_URL: z.url().optional(),
  /** Where uploaded files are served from, if not from PUBLIC_URL: another host keeps them out of the desk's origin. */
  FILES_URL: z.url().optional(),
  DATA_DIR: z.string().default('data'),
  /** Where the embedded server's bases and archived log go; default: DATA_DIR. Another disk survives this one. */
  ARCHIVE_DIR: z.string().optional(),
  /** PostgreSQL of the app role; without it the embedded server runs. */
  DATABASE_URL: z.string().optional(),
  /** The owner's (migrations, backup). */
  DATABASE_OWNER_URL: z.string().optional(),
  /** The system role's; default: DATABASE_URL with the user's name + "_system". */
  DATABASE_SYSTEM_URL: z.string().optional(),
  ROLES: list.prefault('web,live,worker,listen'),
  BUS_URL: z.string().optional(),
  /** Loads the demo shop on first start. */
  DEMO: flag.prefault('0'),
  /** JSON line the simulators printed (demo only). */
  SIMULATORS: z.string().optional(),
  /** host:port that may be reached although not public. */
  EGRESS_ALLOW: list.prefault(''),
  /** Number of reverse proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** 32 bytes in base64; default: made once and kept in DATA_DIR/keys. */
  MASTER_KEY: z.string().optional(),
  /** Former master keys, newest first: still read, never written. */
  OLD_MASTER_KEYS: list.prefault(''),
  /** smtp://user:password@host:port of system mail, and its sender. */
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  /** Port of the built-in mail receiver; 0 = off. */
  MAIL_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** s3://bucket?endpoint=…&region=…; keys in S3_ACCESS_KEY, S3_SECRET_KEY. Default: files on disk. */
  FILES_S3: z.string().optional(),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  /** JSON, provider → {"id","secret"}: programs known to the providers whose accounts inboxes sign in to (OAuth). */
  OAUTH_CLIENTS: z.string().optional(),
  /** Bearer token that may read /metrics. */
  METRICS_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MEADA_LAUNCHED: flag.prefault('0'),
});

const OAuthClient = z.strictObject({
  id: z.string().min(1),
  secret: z.string().min(1).optional(),
  /** Instead of the provider's own addresses: a sovereign cloud, or an authorisation server for trying. */
  authorizeUrl: z.url().optional(),
  tokenUrl: z.url().optional(),
});
export type OAuthClients = Record<string, z.infer<typeof OAuthClient>>;

export const processRoles = ['web', 'live', 'worker', 'listen'] as const;
export type ProcessRole = (typeof processRoles)[number];

export type Config = {
  port: number;
  host: string;
  publicUrl: string | null;
  filesUrl: string | null;
  dataDir: string;
  archiveDir: string;
  database: { appUrl: string; ownerUrl: string; systemUrl: string } | null;
  roles: ReadonlySet<ProcessRole>;
  busUrl: string | null;
  demo: boolean;
  simulators: unknown;
  egressAllow: string[];
  trustedProxies: number;
  masterKey: string | null;
  oldMasterKeys: string[];
  mail: { url: string; from: string } | null;
  mailPort: number;
  s3: { location: string; accessKey: string; secretKey: string } | null;
  oauthClients: OAuthClients;
  metricsToken: string | null;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  launched: boolean;
};

/** A wrong setting: its message is one sentence that names the variable. */
export class ConfigError extends Error {}

/** Reads the configuration. Throws `ConfigError`. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`The setting ${issue?.path.join('.')} is wrong: ${issue?.message}.`);
  }
  const names = parsed.data;
  const roles = new Set<ProcessRole>();
  for (const role of names.ROLES) {
    if (!(processRoles as readonly string[]).includes(role)) {
      throw new ConfigError(`ROLES names "${role}"; known are ${processRoles.join(', ')}.`);
    }
    roles.add(role as ProcessRole);
  }
  return {
    port: names.PORT,
    host: names.HOST,
    publicUrl: names.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    filesUrl: names.FILES_URL?.replace(/\/+$/, '') ?? null,
    dataDir: names.DATA_DIR,
    archiveDir: names.ARCHIVE_DIR ?? names.DATA_DIR,
    database: databaseOf(names),
    roles,
    busUrl: names.BUS_URL ?? null,
    demo: names.DEMO,
    simulators: names.SIMULATORS ? JSON.parse(names.SIMULATORS) : null,
    egressAllow: names.EGRESS_ALLOW,
    trustedProxies: names.TRUSTED_PROXIES,
    masterKey: names.MASTER_KEY ?? null,
    oldMasterKeys: names.OLD_MASTER_KEYS,
    mail: names.SMTP_URL ? { url: names.SMTP_URL, from: names.MAIL_FROM ?? 'Meada <meada@localhost>' } : null,
    mailPort: names.MAIL_PORT,
    s3: s3Of(names),
    oauthClients: oauthClientsOf(names.OAUTH_CLIENTS),
    metricsToken: names.METRICS_TOKEN ?? null,
    logLevel: names.LOG_LEVEL,
    launched: names.MEADA_LAUNCHED,
  };
}

type Names = z.output<typeof Environment>;

function databaseOf(names: Names): Config['database'] {
  if (!names.DATABASE_URL) return null;
  if (!names.DATABASE_OWNER_URL) {
    throw new ConfigError(
      'DATABASE_URL is set but DATABASE_OWNER_URL is not: the owner is needed for migrations.',
    );
  }
  const system = new URL(names.DATABASE_SYSTEM_URL ?? names.DATABASE_URL);
  if (!names.DATABASE_SYSTEM_URL) system.username = `${system.username}_system`;
  return { appUrl: names.DATABASE_URL, ownerUrl: names.DATABASE_OWNER_URL, systemUrl: system.href };
}

function oauthClientsOf(text: string | undefined): OAuthClients {
  if (!text) return {};
  const parsed = z.record(z.string(), OAuthClient).safeParse(jsonOf(text));
  if (!parsed.success)
    throw new ConfigError('OAUTH_CLIENTS is no JSON of {"provider": {"id": "…", "secret": "…"}}.');
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function s3Of(names: Names): Config['s3'] {
  if (!names.FILES_S3) return null;
  if (!names.S3_ACCESS_KEY || !names.S3_SECRET_KEY) {
    throw new ConfigError('FILES_S3 is set but S3_ACCESS_KEY or S3_SECRET_KEY is not.');
  }
  return { location: names.FILES_S3, accessKey: names.S3_ACCESS_KEY, secretKey: names.S3_SECRET_KEY };
}

/** A new master key, base64 of 32 random bytes. */
export const newMasterKey = (): string => randomBytes(32).toString('base64');
