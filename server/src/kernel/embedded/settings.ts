import { totalmem } from 'node:os';
import { join } from 'node:path';

/** What decides the server's settings. */
export type SettingsInput = {
  port: number;
  durable: boolean;
  archiveDir?: string;
  version: string;
  /** Only while the archived log is replayed. */
  recovery?: Recovery;
};

/** Up to which instant the archived log is replayed; null: to its end. */
export type Recovery = { until: Date | null };

/**
 * The text of the configuration file that is written at every start. A server left by a killed process is
 * taken over only if its file reads the same, so everything that needs a restart belongs in here (the version of
 * the programs too, as a comment).
 */
export function settingsText(input: SettingsInput): string {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port: input.port,
    unix_socket_directories: '',
    max_connections: 100,
    // Workers for reading ahead would cost idle memory.
    shared_buffers: `${sharedMiB(Math.min(totalmem(), process.constrainedMemory() || totalmem()))}MB`,
    // Older programs, run for an upgrade, do not know the name.
    ...(Number.parseInt(input.version, 10) >= 18 ? { io_method: 'sync' } : {}),
    jit: 'off',
    random_page_cost: '1.1',
    max_wal_size: '1GB',
    min_wal_size: '64MB',
    checkpoint_timeout: '10min',
    // A young database doubles within a minute: plans made for nearly empty tables would be kept that long.
    autovacuum_naptime: '15s',
    // Small firms have small tables: what is known of them decides about plans, too.
    autovacuum_analyze_threshold: 10,
    max_wal_senders: 2,
    max_logical_replication_workers: 0,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    // A log line must never hold a row or a statement: both carry personal content.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(input.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...archiveSettings(input.archiveDir),
    ...recoverySettings(input),
  };
  const lines = Object.entries(values).map(([name, value]) => `${name} = ${quoted(String(value))}`);
  return `# Written by Meada at every start (programs ${input.version}); changes here are lost.\n${lines.join('\n')}\n`;
}

/**
 * MiB of pages that PostgreSQL keeps itself: a thirty-second of the machine's memory, 128 to 1,024. Memory counts only once
 * touched, so that a small base takes none of it; at a million customers it halves what a look-up costs.
 */
export const sharedMiB = (memory: number): number =>
  Math.min(1024, Math.max(128, Math.floor(memory / 32 / 2 ** 20)));

/** A value as the configuration file wants it: doubled quotes, and backslashes doubled since it unescapes them. */
function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/**
 * Continuous archiving: a finished WAL segment, or after 60 s with writes a part-filled one, goes to the folder,
 * compressed where gzip is found (a part-filled segment of 16 MiB shrinks to some kB).
 * https://www.postgresql.org/docs/18/continuous-archiving.html
 */
function archiveSettings(dir: string | undefined): Record<string, string | number> {
  if (dir === undefined) return {};
  return { archive_mode: 'on', archive_timeout: 60, archive_command: archiveCommand(dir) };
}

/** Where recovery takes the log from and where it stops; the database is then the beginning of a new timeline. */
function recoverySettings({ archiveDir, recovery }: SettingsInput): Record<string, string> {
  if (!recovery || archiveDir === undefined) return {};
  return {
    restore_command: restoreCommand(archiveDir),
    recovery_target_timeline: 'latest',
    recovery_target_action: 'promote',
    // Nobody reads before the end is reached: an earlier state would pass for the restored one.
    hot_standby: 'off',
    // The letter Z is unknown while the settings are read.
    ...(recovery.until ? { recovery_target_time: recovery.until.toISOString().replace('Z', '+00') } : {}),
  };
}

/** Fetches a segment from the folder, packed or not. A missing one is no error: the log ends there. */
export function restoreCommand(dir: string, platform: NodeJS.Platform = process.platform): string {
  const place = dir.replaceAll('%', '%%');
  if (platform === 'win32') return `copy "${join(place, '%f')}" "%p"`;
  const folder = `'${place.replaceAll("'", "'\\''")}'`;
  return `if [ -f ${folder}/%f.gz ]; then gzip -dc ${folder}/%f.gz > "%p"; else cp ${folder}/%f "%p"; fi`;
}

/** Writes beside, flushes, renames: a half-written segment never bears its final name. `%` is PostgreSQL's. */
export function archiveCommand(dir: string, platform: NodeJS.Platform = process.platform): string {
  const place = dir.replaceAll('%', '%%');
  if (platform === 'win32') return `copy /Y "%p" "${join(place, '%f')}"`;
  const folder = `'${place.replaceAll("'", "'\\''")}'`;
  const gzip = `gzip -c < "%p" > ${folder}/%f.half && sync ${folder}/%f.half && mv -f ${folder}/%f.half ${folder}/%f.gz`;
  const plain = `cp "%p" ${folder}/%f.half && sync ${folder}/%f.half && mv -f ${folder}/%f.half ${folder}/%f`;
  return `if command -v gzip > /dev/null; then ${gzip}; else ${plain}; fi`;
}
