import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataRules } from '../backup/rules.ts';
import { beginAfterReplay } from '../kernel/backup/rewind.ts';
import { EmbeddedError } from '../kernel/embedded/errors.ts';
import { replayEmbedded } from '../kernel/embedded/replay.ts';
import { archiveOf, embeddedFolder } from '../storage.ts';
import { type CliAnswer, type CliCall, CliError, textOf } from './command.ts';

/** Replays the archived log of the embedded database up to an instant, or to its end. */
export async function restoreUntil(call: CliCall, wanted: string): Promise<CliAnswer> {
  const { config } = call;
  if (config.database) {
    throw new CliError('usage', '--until is for the embedded database; yours has an archive of its own.');
  }
  const master = join(config.dataDir, 'keys', 'master');
  if (!config.masterKey && !existsSync(master) && call.values['other-key'] !== true) {
    throw new CliError('other_key', `The master key is missing: put it into ${master} or MASTER_KEY.`);
  }
  const begin = performance.now();
  const until = instantOf(wanted);
  const from = textOf(call.values, 'archive');
  const archive = archiveOf(from ? { archiveDir: resolve(from) } : config);
  try {
    const server = await replayEmbedded({
      dir: embeddedFolder(config),
      archive,
      until,
      onProgress: call.say,
    });
    try {
      await beginAfterReplay(server.url('postgres', 'meada'), dataRules);
    } finally {
      await server.stop();
    }
    const seconds = (performance.now() - begin) / 1000;
    const base = server.base.stoppedAt.toISOString();
    return {
      data: { base, until: until?.toISOString() ?? null, seconds: Number(seconds.toFixed(2)) },
      lines: [
        `Restored the base of ${base} and the log behind it, up to ${until?.toISOString() ?? 'its end'}, ${seconds.toFixed(1)} s`,
        'Everybody signs in again; what was on its way to customers is marked as unknown and is not sent by itself.',
      ],
    };
  } catch (error) {
    if (error instanceof EmbeddedError) throw new CliError(error.code.toLowerCase(), error.message);
    throw error;
  }
}

/** `latest`, or an instant with its zone. Throws `usage`. */
function instantOf(text: string): Date | null {
  if (text === 'latest') return null;
  const instant = /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new CliError('usage', '--until takes latest, or an instant such as 2026-03-02T12:00:00-03:00.');
}
