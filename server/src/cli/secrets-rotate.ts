import type pg from 'pg';
import { backupsFolder } from '../backup/before-migration.ts';
import { listBackups } from '../kernel/backup/keep.ts';
import { writeKeyLists } from '../kernel/backup/key-list.ts';
import { readKeptKeys } from '../kernel/backup/subject-keys.ts';
import type { Config } from '../kernel/config.ts';
import { withClient } from '../kernel/db/inspect.ts';
import { makeSecrets, type Secrets } from '../kernel/secrets.ts';
import { beginRotation, endRotation, forgetFormer, loadKeys } from '../kernel/secrets-files.ts';
import { countStale, keepHashKeys, LostSecret, readHashKeys, sealAnew } from '../kernel/secrets-rotate.ts';
import { type CliAnswer, type CliCall, CliError, type Command } from './command.ts';
import { withStorage } from './house.ts';

export const secretsRotate: Command = {
  name: 'secrets rotate',
  summary: 'Makes a new master key and seals every secret anew; runs on from where it was cut short',
  options: {
    'forget-former': {
      type: 'boolean',
      help: 'removes former keys instead, once nothing is sealed under them',
    },
  },
  run: (call) =>
    withStorage(call, 'nothing', async (storage) => {
      if (storage.attached) {
        throw new CliError('running', 'The server is running on this data folder; stop it first.');
      }
      return withClient(storage.ownerUrl, (client) =>
        call.values['forget-former'] ? forget(call, client) : rotate(call, client),
      );
    }),
};

const ring = ({ dataDir, masterKey, oldMasterKeys }: Config): string[] =>
  loadKeys(dataDir, masterKey, oldMasterKeys);

async function rotate({ config }: CliCall, client: pg.ClientBase): Promise<CliAnswer> {
  const before = makeSecrets(ring(config));
  // Kept first, and read by the keys of now: after the change the oldest key may be another one.
  await keepHashKeys(client, makeSecrets(ring(config), await readHashKeys(client, before)));
  if (!config.masterKey) beginRotation(config.dataDir);
  const secrets = makeSecrets(ring(config));
  const sealed = await sealAnew(client, secrets).catch((error: unknown) => {
    throw error instanceof LostSecret ? new CliError('lost_key', error.message) : error;
  });
  await renewLists(config, client);
  if (!config.masterKey) endRotation(config.dataDir);
  return {
    data: { sealed, former: ring(config).length - 1 },
    lines: [
      `${sealed} rows are sealed under the new master key.`,
      config.masterKey
        ? 'MASTER_KEY is the key in force; OLD_MASTER_KEYS may be emptied (see docs/developers/keys.md for when).'
        : 'Put keys/master where you keep the key. The former one is in keys/former; --forget-former removes it.',
    ],
  };
}

/** The list beside the backups of the data folder is sealed under the key in force, too. */
async function renewLists(config: Config, client: pg.ClientBase): Promise<void> {
  const folder = backupsFolder(config.dataDir);
  if ((await listBackups(folder)).length === 0) return;
  const life = await client.query<{ value: string }>(`SELECT value FROM installation WHERE name = 'epoch'`);
  await writeKeyLists(folder, life.rows[0]?.value ?? '', await readKeptKeys(client));
}

async function forget({ config }: CliCall, client: pg.ClientBase): Promise<CliAnswer> {
  if (config.masterKey)
    throw new CliError('usage', 'The keys come from the settings; empty OLD_MASTER_KEYS.');
  const secrets: Secrets = makeSecrets(ring(config));
  const stale = await countStale(client, secrets);
  if (stale > 0) {
    throw new CliError(
      'stale',
      `${stale} rows are still under a former key; run meada secrets rotate first.`,
    );
  }
  const forgotten = forgetFormer(config.dataDir);
  return { data: { forgotten }, lines: [`${forgotten} former keys are removed.`] };
}
