import { resolve } from 'node:path';
import { version } from '../app.ts';
import { backupsFolder } from '../backup/before-migration.ts';
import { dataRules } from '../backup/rules.ts';
import { takeBackup } from '../kernel/backup/take.ts';
import { systemClock } from '../kernel/clock.ts';
import { pruneArchive } from '../kernel/embedded/archive.ts';
import { openFileStore } from '../kernel/files/open.ts';
import { makeOperatorEgress } from '../kernel/kernel.ts';
import { makeSecrets } from '../kernel/secrets.ts';
import { loadKeys } from '../kernel/secrets-files.ts';
import { archiveOf } from '../storage.ts';
import { type CliCall, type Command, sizeText, textOf } from './command.ts';
import { withStorage } from './house.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Takes a backup of database and files, also while the server runs',
  options: {
    to: { type: 'string', value: 'DIR', help: 'folder for backups; default: backups in the data folder' },
    'with-keys': {
      type: 'boolean',
      help: 'puts the master key into the backup: whoever has it then reads all secrets',
    },
  },
  run: (call) =>
    withStorage(call, 'nothing', async (storage) => {
      const { config } = call;
      const start = performance.now();
      const keys = loadKeys(config.dataDir, config.masterKey, config.oldMasterKeys);
      const egress = makeOperatorEgress(config);
      try {
        const { folder, manifest } = await takeBackup({
          ownerUrl: storage.ownerUrl,
          to: resolve(textOf(call.values, 'to') ?? backupsFolder(config.dataDir)),
          kind: 'asked',
          version,
          rules: dataRules,
          clock: systemClock,
          secrets: makeSecrets(keys),
          files: openFileStore(config, egress),
          ...(call.values['with-keys'] ? { masterKey: keys[0] } : {}),
          onProgress: call.say,
        });
        const pruned = config.database ? 0 : await pruneArchive(archiveOf(config), systemClock.now());
        return answer(call, { folder, manifest, pruned, seconds: (performance.now() - start) / 1000 });
      } finally {
        await egress.close();
      }
    }),
};

type Taken = Awaited<ReturnType<typeof takeBackup>> & { pruned: number; seconds: number };

function answer(call: CliCall, { folder, manifest, pruned, seconds }: Taken) {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
  const { files } = manifest;
  return {
    data: {
      folder,
      takenAt: manifest.takenAt,
      rows,
      bytes,
      files,
      keysIncluded: manifest.keys.included,
      walSegmentsRemoved: pruned,
      seconds: Number(seconds.toFixed(2)),
    },
    lines: [
      `Backup: ${folder}`,
      `${rows} rows (${sizeText(bytes)}), ${files?.count ?? 0} files (${sizeText(files?.bytes ?? 0)}), ${seconds.toFixed(1)} s`,
      ...(files?.missing ? [`${files.missing} files were not in the store and are not in the backup.`] : []),
      ...(manifest.keys.included
        ? []
        : [
            `The master key is not in it; keep ${call.config.masterKey ? 'MASTER_KEY' : 'the keys folder'} elsewhere.`,
          ]),
    ],
  };
}
