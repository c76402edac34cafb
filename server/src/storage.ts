import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { backUpBeforeMigration } from './backup/before-migration.ts';
import { BackupError } from './kernel/backup/manifest.ts';
import { systemClock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import type { DatabaseUrls } from './kernel/db/database.ts';
import { MigrationError, migrate, migrationState } from './kernel/db/migrate.ts';
import { ensureRoles, RoleError } from './kernel/db/roles.ts';
import { type Archive, keepArchive } from './kernel/embedded/archive.ts';
import {
  attachEmbedded,
  EmbeddedError,
  type EmbeddedServer,
  startEmbedded,
} from './kernel/embedded/index.ts';

/** What a person must act on; the message is one sentence. */
export class StorageError extends Error {}

export type Storage = {
  urls: DatabaseUrls;
  ownerUrl: string;
  embedded: EmbeddedServer | null;
  /** Another process runs the embedded server; it goes on when this one closes. */
  attached: boolean;
  close(): Promise<void>;
};

type Urls = { ownerUrl: string; appUrl: string; systemUrl: string };

export type StorageOptions = {
  say(text: string): void;
  /** What is migrated: whatever is open, only a database that was never used, or nothing. */
  brings?: 'up' | 'new' | 'nothing';
  /** Uses the embedded server that another process runs, instead of refusing (the operator's CLI). */
  attaches?: boolean;
};

/** Where the embedded server's bases and finished segments of its log go. */
export const archiveOf = ({ archiveDir }: Pick<Config, 'archiveDir'>): Archive => ({
  wal: join(archiveDir, 'wal'),
  bases: join(archiveDir, 'base'),
});

/** Where the embedded server lies. */
export const embeddedFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'postgres');

/** Opens the database the settings name, or starts the embedded one, and brings it up to date. */
export async function openStorage(config: Config, options: StorageOptions): Promise<Storage> {
  try {
    return config.database
      ? await openExternal(config, config.database, options)
      : await openEmbedded(config, options);
  } catch (error) {
    throw plainly(error);
  }
}

function plainly(error: unknown): unknown {
  const known = [EmbeddedError, MigrationError, RoleError, BackupError];
  if (error instanceof Error && known.some((kind) => error instanceof kind)) {
    return new StorageError(error.message, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== 'ECONNREFUSED' && code !== 'ENOTFOUND') return error;
  return new StorageError(
    'The PostgreSQL of DATABASE_URL cannot be reached; is it running and is the address right?',
    { cause: error },
  );
}

async function openExternal(config: Config, urls: Urls, options: StorageOptions): Promise<Storage> {
  await ensureRoles(urls.ownerUrl, urls.appUrl, urls.systemUrl);
  await bringUp(config, urls, options);
  return { ...storageOf(urls), embedded: null, attached: false, close: async () => {} };
}

const storageOf = ({ appUrl, systemUrl, ownerUrl }: Urls) => ({ urls: { appUrl, systemUrl }, ownerUrl });

async function openEmbedded(config: Config, options: StorageOptions): Promise<Storage> {
  const dir = embeddedFolder(config);
  const archive = archiveOf(config);
  let server: EmbeddedServer;
  try {
    server = await startEmbedded({ dir, archiveDir: archive.wal, onProgress: options.say });
  } catch (error) {
    const running =
      options.attaches && error instanceof EmbeddedError && error.code === 'DATA_IN_USE'
        ? await attachEmbedded(dir)
        : null;
    if (!running) throw error;
    const urls = urlsOn(running, keptPasswords(join(config.dataDir, 'keys')));
    await bringUp(config, urls, options);
    return { ...storageOf(urls), embedded: null, attached: true, close: async () => {} };
  }
  try {
    const urls = await embeddedUrls(server, config.dataDir);
    await ensureRoles(urls.ownerUrl, urls.appUrl, urls.systemUrl);
    await bringUp(config, urls, options);
    const url = server.url('postgres', 'postgres');
    const how = { server: { url, dir }, archive, clock: systemClock, onTrouble: options.say };
    // A command is over in seconds; only a server keeps its archive.
    const endKeeping = (options.brings ?? 'up') === 'up' ? keepArchive(how) : () => {};
    const close = (): Promise<void> => {
      endKeeping();
      return server.stop();
    };
    return { ...storageOf(urls), embedded: server, attached: false, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function bringUp(config: Config, urls: Urls, { say, brings = 'up' }: StorageOptions): Promise<void> {
  if (brings === 'nothing') return;
  if (brings === 'new' && (await isOlder(urls.ownerUrl))) {
    throw new StorageError('The data is of an older version; start this version of the server once.');
  }
  await migrate(urls.ownerUrl, {
    onProgress: (name) => say(`Database: ${name}`),
    beforeChange: async () => {
      say('Taking a backup before the database changes');
      await backUpBeforeMigration(config, urls.ownerUrl);
    },
  });
}

async function isOlder(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const state = await migrationState(client).finally(() => client.end());
  return state.done.length > 0 && state.open.length > 0;
}

/** Logins of the embedded server: three roles with random passwords, kept beside the data, readable by us alone. */
async function embeddedUrls(server: EmbeddedServer, dataDir: string): Promise<Urls> {
  const passwords = keptPasswords(join(dataDir, 'keys'));
  const admin = new pg.Client({ connectionString: server.url('postgres', 'postgres') });
  await admin.connect();
  try {
    const owner = await admin.query(`SELECT FROM pg_roles WHERE rolname = 'meada_owner'`);
    const password = admin.escapeLiteral(passwords.owner);
    await admin.query(
      `${owner.rowCount ? 'ALTER' : 'CREATE'} ROLE meada_owner LOGIN CREATEROLE PASSWORD ${password}`,
    );
    const database = await admin.query(`SELECT FROM pg_database WHERE datname = 'meada'`);
    if (!database.rowCount) await admin.query('CREATE DATABASE meada OWNER meada_owner');
  } finally {
    await admin.end();
  }
  return urlsOn(server, passwords);
}

const urlsOn = (server: Pick<EmbeddedServer, 'url'>, passwords: Passwords): Urls => ({
  ownerUrl: server.url('meada_owner', 'meada', passwords.owner),
  appUrl: server.url('meada_web', 'meada', passwords.app),
  systemUrl: server.url('meada_web_system', 'meada', passwords.system),
});

type Passwords = { owner: string; app: string; system: string };

function keptPasswords(folder: string): Passwords {
  const file = join(folder, 'database.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords;
  const random = (): string => randomBytes(24).toString('base64url');
  const passwords = { owner: random(), app: random(), system: random() };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600, flag: 'wx' });
  return passwords;
}
