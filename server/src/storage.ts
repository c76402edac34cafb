import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from './kernel/config.ts';
import type { DatabaseUrls } from './kernel/db/database.ts';
import { MigrationError, migrate } from './kernel/db/migrate.ts';
import { ensureRoles, RoleError } from './kernel/db/roles.ts';
import { EmbeddedError, type EmbeddedServer, startEmbedded } from './kernel/embedded/index.ts';

/** What a person must act on; the message is one sentence. */
export class StorageError extends Error {}

export type Storage = {
  urls: DatabaseUrls;
  ownerUrl: string;
  embedded: EmbeddedServer | null;
  close(): Promise<void>;
};

type Say = { say(text: string): void };

/** Opens the database the settings name, or starts the embedded one, and brings it up to date. */
export async function openStorage(config: Config, { say }: Say): Promise<Storage> {
  try {
    return config.database
      ? await openExternal(config.database, say)
      : await openEmbedded(config.dataDir, say);
  } catch (error) {
    if (error instanceof EmbeddedError || error instanceof MigrationError || error instanceof RoleError) {
      throw new StorageError(error.message, { cause: error });
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
      throw new StorageError(
        'The PostgreSQL of DATABASE_URL cannot be reached; is it running and is the address right?',
        { cause: error },
      );
    }
    throw error;
  }
}

async function openExternal(
  database: NonNullable<Config['database']>,
  say: (text: string) => void,
): Promise<Storage> {
  await bringUp(database, say);
  return {
    urls: { appUrl: database.appUrl, systemUrl: database.systemUrl },
    ownerUrl: database.ownerUrl,
    embedded: null,
    close: async () => {},
  };
}

async function openEmbedded(dataDir: string, say: (text: string) => void): Promise<Storage> {
  const server = await startEmbedded({ dir: join(dataDir, 'postgres'), onProgress: say });
  try {
    const urls = await embeddedUrls(server, dataDir);
    await bringUp(urls, say);
    return {
      urls: { appUrl: urls.appUrl, systemUrl: urls.systemUrl },
      ownerUrl: urls.ownerUrl,
      embedded: server,
      close: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function bringUp(
  urls: { ownerUrl: string; appUrl: string; systemUrl: string },
  say: (text: string) => void,
): Promise<void> {
  await ensureRoles(urls.ownerUrl, urls.appUrl, urls.systemUrl);
  await migrate(urls.ownerUrl, { onProgress: (name) => say(`Database: ${name}`) });
}

/** Logins of the embedded server: three roles with random passwords, kept beside the data, readable by us alone. */
async function embeddedUrls(server: EmbeddedServer, dataDir: string) {
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
  return {
    ownerUrl: server.url('meada_owner', 'meada', passwords.owner),
    appUrl: server.url('meada_web', 'meada', passwords.app),
    systemUrl: server.url('meada_web_system', 'meada', passwords.system),
  };
}

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
