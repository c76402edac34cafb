import { join } from 'node:path';
import { version } from '../app.ts';
import { keepNewest } from '../kernel/backup/keep.ts';
import { takeBackup } from '../kernel/backup/take.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import { makeSecrets } from '../kernel/secrets.ts';
import { loadKeys } from '../kernel/secrets-files.ts';
import { dataRules } from './rules.ts';

/** How many backups that were taken before migrations are kept. */
const kept = 3;

/** Where backups go unless told. */
export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');

/** The way back from a migration: the database alone, since no migration touches the file store. */
export async function backUpBeforeMigration(config: Config, ownerUrl: string): Promise<void> {
  const to = backupsFolder(config.dataDir);
  await takeBackup({
    ownerUrl,
    to,
    kind: 'before-migration',
    version,
    rules: dataRules,
    clock: systemClock,
    secrets: makeSecrets(loadKeys(config.dataDir, config.masterKey, config.oldMasterKeys)),
    files: null,
  });
  await keepNewest(to, kept);
}
