import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataRules } from '../backup/rules.ts';
import { requireFile } from '../kernel/backup/archive.ts';
import { readManifest } from '../kernel/backup/manifest.ts';
import { backupFolder, keyPath, restoreBackup } from '../kernel/backup/restore.ts';
import { openFileStore } from '../kernel/files/open.ts';
import { makeOperatorEgress } from '../kernel/kernel.ts';
import { makeSecrets } from '../kernel/secrets.ts';
import { loadKeys } from '../kernel/secrets-files.ts';
import { type CliAnswer, type CliCall, CliError, type Command, needed, textOf } from './command.ts';
import { withStorage } from './house.ts';
import { restoreUntil } from './restore-until.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'Loads a backup into an empty database and brings it up to this version',
  options: {
    from: { type: 'string', value: 'DIR', help: 'the folder of a backup, or its manifest' },
    until: {
      type: 'string',
      value: 'TIME',
      help: 'instead of a backup: the embedded database as it was then, by its archived log; or latest',
    },
    archive: { type: 'string', value: 'DIR', help: 'where wal and base lie, with --until' },
    keys: {
      type: 'string',
      value: 'DIR',
      help: 'where the lists of keys lie; default: beside the backup',
    },
    'other-key': {
      type: 'boolean',
      help: 'restores under another master key: everything personal and all secrets are lost',
    },
  },
  run: async (call) => {
    const until = textOf(call.values, 'until');
    if ((until === null) === (textOf(call.values, 'from') === null)) {
      throw new CliError('usage', 'Restore takes either --from or --until; see meada restore --help.');
    }
    return until === null ? restoreFrom(call) : restoreUntil(call, until);
  },
};

async function restoreFrom(call: CliCall): Promise<CliAnswer> {
  const start = performance.now();
  const from = await backupFolder(resolve(needed(call.values, 'from')));
  const manifest = await readManifest(from);
  await placeKey(call, from, manifest.keys.included);
  const keys = loadKeys(call.config.dataDir, call.config.masterKey, call.config.oldMasterKeys);
  return withStorage(call, 'nothing', async (storage) => {
    if (storage.attached) {
      throw new CliError('running', 'The server is running on this data folder; stop it first.');
    }
    const { emptied } = await load(call, { from, ownerUrl: storage.ownerUrl, keys });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const seconds = (performance.now() - start) / 1000;
    return {
      data: {
        from,
        takenAt: manifest.takenAt,
        rows,
        files: manifest.files?.count ?? null,
        emptied,
        seconds: Number(seconds.toFixed(2)),
      },
      lines: [
        `Restored the state of ${manifest.takenAt}: ${rows} rows, ${manifest.files?.count ?? 0} files, ${seconds.toFixed(1)} s`,
        ...(emptied > 0 ? [`${emptied} rows and files came back empty: their keys are gone.`] : []),
        'Everybody signs in again; what was on its way to customers is marked as unknown and is not sent by itself.',
      ],
    };
  });
}

async function load(
  call: CliCall,
  { from, ownerUrl, keys }: { from: string; ownerUrl: string; keys: string[] },
): Promise<{ emptied: number }> {
  const egress = makeOperatorEgress(call.config);
  try {
    const keysFolder = textOf(call.values, 'keys');
    return await restoreBackup({
      from,
      ...(keysFolder ? { keysFolder: resolve(keysFolder) } : {}),
      ownerUrl,
      rules: dataRules,
      files: openFileStore(call.config, egress),
      secrets: makeSecrets(keys),
      otherKey: call.values['other-key'] === true,
      onProgress: call.say,
    });
  } finally {
    await egress.close();
  }
}

/**
 * The master key of a backup that holds one, unless there is a key already. Without any a new one would be made, and
 * nothing of the backup could be unsealed.
 */
async function placeKey({ config, values }: CliCall, from: string, included: boolean): Promise<void> {
  const file = join(config.dataDir, 'keys', 'master');
  if (config.masterKey || existsSync(file)) return;
  if (!included) {
    if (values['other-key']) return;
    throw new CliError(
      'other_key',
      `The master key of the backup is missing: put it into ${file} or MASTER_KEY.`,
    );
  }
  await requireFile(keyPath(from));
  mkdirSync(join(config.dataDir, 'keys'), { recursive: true, mode: 0o700 });
  writeFileSync(file, readFileSync(keyPath(from)), { mode: 0o600, flag: 'wx' });
}
