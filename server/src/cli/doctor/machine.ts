import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { backupsFolder } from '../../backup/before-migration.ts';
import { listBackups } from '../../kernel/backup/keep.ts';
import { systemClock } from '../../kernel/clock.ts';
import { makeSecrets } from '../../kernel/secrets.ts';
import { loadKeys } from '../../kernel/secrets-files.ts';
import { sizeText } from '../command.ts';
import { type Finding, fault, notice, ok, type Patient, sentenceOf } from './check.ts';

const littleBytes = 1e9;
const dayMs = 24 * 3_600_000;

/** Place to write, and how much of it. */
export async function checkDisk({ config }: Pick<Patient, 'config'>): Promise<Finding[]> {
  const folder = resolve(config.dataDir);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return [fault('disk', `The data folder ${folder} cannot be written: ${sentenceOf(error)}`)];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${folder} can be written, ${sizeText(free)} are free.`;
  return [free < littleBytes ? fault('disk', `${text} That is little.`) : ok('disk', text)];
}

/** Whether the keys at hand are those that the secrets in the database are under. */
export async function checkKeys({ config, owner }: Patient): Promise<Finding[]> {
  const keys = loadKeys(config.dataDir, config.masterKey, config.oldMasterKeys);
  const idOf = (sealed: string): string => sealed.split('.')[1] ?? '';
  const ring = keys.map((key) => idOf(makeSecrets([key]).encrypt('', 'doctor')));
  const used = await owner.query(`SELECT FROM pg_class WHERE relname = 'inboxes' AND relkind = 'r'`);
  const result = used.rowCount
    ? await owner.query<{ sealed: string }>(
        `SELECT s.value AS sealed FROM inboxes i, jsonb_each_text(i.secrets) s
         UNION ALL SELECT factor_secret FROM sign_ins WHERE factor_secret IS NOT NULL`,
      )
    : { rows: [] };
  const lost = result.rows.filter(({ sealed }) => !ring.includes(idOf(sealed))).length;
  const from = config.masterKey ? 'MASTER_KEY' : 'the keys folder';
  if (lost === 0) return [ok('master key', `From ${from}; it opens all ${result.rows.length} secrets.`)];
  return [
    fault('master key', `${lost} secrets are under a key that is not here; put it into OLD_MASTER_KEYS.`),
  ];
}

/** The newest backup in the usual place. */
export async function checkBackups({ config }: Patient): Promise<Finding[]> {
  const newest = (await listBackups(backupsFolder(config.dataDir))).at(-1);
  if (!newest) return [notice('backup', 'There is none in the data folder; `meada backup` takes one.')];
  const [, year, month, day, hours, minutes] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(newest) ?? [];
  const days =
    (systemClock.now().getTime() - Date.parse(`${year}-${month}-${day}T${hours}:${minutes}Z`)) / dayMs;
  const text = `The newest in the data folder is of ${year}-${month}-${day} ${hours}:${minutes} UTC.`;
  return [days > 1 ? notice('backup', text) : ok('backup', text)];
}
