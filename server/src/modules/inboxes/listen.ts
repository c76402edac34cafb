import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { Database } from '../../kernel/db/database.ts';
import { loop, type Tail } from '../../kernel/events/tail.ts';
import { plainError } from './connect.ts';
import { reportHealth } from './health.ts';
import { ioOf } from './io.ts';
import { receive } from './ledger.ts';
import { type LoadedInbox, loadInbox } from './load.ts';
import type { ListenIo } from './port.ts';

/** How often the list of inboxes to listen on is looked at, and the longest pause after failures. */
const lookMs = 5000;
const pauseAtMostMs = 60_000;
/** A listener whose process died is taken over after this long. */
const leaseMs = 20_000;

type Place = { org_id: string; id: string };
type Running = { abort: AbortController; done: Promise<void>; fingerprint: string };
type State = {
  /** Name of this process in leases. */
  self: string;
  running: Map<string, Running>;
  held: Map<string, Place>;
  stopped: boolean;
};

/**
 * Runs the listeners (polling, IMAP IDLE) of all active inboxes whose channel has one. Each inbox is listened on by one
 * process: whoever holds its lease. A change of settings restarts it.
 */
export function startListeners(kernel: Kernel): Tail {
  const state: State = { self: kernel.ids.uuid(), running: new Map(), held: new Map(), stopped: false };
  const wanting = [...kernel.ports.channels].filter(([, plugin]) => plugin.listen).map(([id]) => id);
  // One look at a time: two at once would start two listeners for one inbox.
  const looking = loop(kernel, 'inboxes', async () => {
    const rows = await activeInboxes(kernel.database, wanting);
    const wanted = new Set(rows.map((row) => row.id));
    for (const [id, item] of state.running) if (!wanted.has(id)) item.abort.abort();
    for (const row of rows) await keep(kernel, state, row);
    return lookMs;
  });
  return {
    stop: async () => {
      state.stopped = true;
      await looking.stop();
      for (const item of state.running.values()) item.abort.abort();
      await Promise.all([...state.running.values()].map((item) => item.done));
      for (const row of state.held.values()) await dropLease(kernel, row, state.self);
    },
  };
}

/** Has an inbox listened on here if its lease can be had; new settings start it anew. */
async function keep(kernel: Kernel, state: State, row: Place): Promise<void> {
  const { running, held, self } = state;
  const inbox = await loadInbox(kernel, row.org_id, row.id);
  if (!inbox || state.stopped) return;
  if (!(await takeLease(kernel, inbox, self))) return running.get(row.id)?.abort.abort();
  const fingerprint = JSON.stringify([inbox.settings, inbox.name, inbox.consent]);
  held.set(row.id, row);
  const known = running.get(row.id);
  if (known?.fingerprint === fingerprint) return;
  known?.abort.abort();
  await known?.done;
  const abort = new AbortController();
  const done = listen(kernel, inbox, abort.signal).finally(() => {
    if (running.get(row.id)?.abort === abort) running.delete(row.id);
  });
  running.set(row.id, { abort, done, fingerprint });
}

function activeInboxes(database: Database, channels: string[]) {
  if (channels.length === 0) return Promise.resolve([]);
  return database.asSystem((db) =>
    db
      .selectFrom('inboxes')
      .select(['org_id', 'id'])
      .where('active', '=', true)
      .where('channel', 'in', channels)
      .execute(),
  );
}

/** Runs one listener, starting it again with growing pauses until the signal aborts. */
async function listen(kernel: Kernel, inbox: LoadedInbox, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = kernel.clock.now().getTime();
    try {
      const cursor = await readCursor(kernel, inbox);
      await inbox.plugin.listen?.(listenIo(kernel, inbox, { cursor, signal }));
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures = kernel.clock.now().getTime() - startedAt > pauseAtMostMs ? 1 : failures + 1;
      const text = plainError(inbox, error);
      kernel.log.warn('a listener failed and starts again', { text, inboxId: inbox.id });
      await reportHealth(kernel, inbox, { state: 'failing', text });
    }
    await pause(Math.min(pauseAtMostMs, 500 * 2 ** failures), signal);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    const wake = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', wake, { once: true });
  });

function listenIo(
  kernel: Kernel,
  inbox: LoadedInbox,
  run: { cursor: string | null; signal: AbortSignal },
): ListenIo {
  let told = Promise.resolve();
  const io: ListenIo = {
    ...ioOf(kernel, inbox),
    ...run,
    deliver: async (arrivals, cursor) => {
      // Put away or taken over meanwhile: what came is read again by whoever listens then.
      run.signal.throwIfAborted();
      if (arrivals.length > 0) await receive(kernel, { orgId: inbox.orgId, inboxId: inbox.id }, arrivals);
      // After the arrivals are safe: a kill in between reads them again, and the ledger knows them.
      if (cursor !== io.cursor) {
        await writeCursor(kernel, inbox, cursor);
        io.cursor = cursor;
      }
    },
    report: (state, text) => {
      // One after the other: what was said last must stand.
      told = told.then(() => reportHealth(kernel, inbox, { state, text }));
    },
  };
  return io;
}

const inOrg = <T>(
  kernel: Kernel,
  inbox: LoadedInbox,
  work: Parameters<typeof inTransaction<T>>[2],
): Promise<T> => inTransaction(kernel, systemActor(inbox.orgId), work);

/** Takes or renews the lease of an inbox; false while another process holds it. */
const takeLease = (kernel: Kernel, inbox: LoadedInbox, self: string): Promise<boolean> =>
  inOrg(kernel, inbox, async (ctx) => {
    const now = ctx.clock.now();
    const result = await ctx.db
      .updateTable('inboxes')
      .set({ lease_by: self, lease_until: new Date(now.getTime() + leaseMs) })
      .where('id', '=', inbox.id)
      .where((where) =>
        where.or([
          where('lease_by', '=', self),
          where('lease_until', 'is', null),
          where('lease_until', '<', now),
        ]),
      )
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  });

const dropLease = (kernel: Kernel, row: Place, self: string): Promise<void> =>
  inTransaction(kernel, systemActor(row.org_id), async (ctx) => {
    await ctx.db
      .updateTable('inboxes')
      .set({ lease_by: null, lease_until: null })
      .where('id', '=', row.id)
      .where('lease_by', '=', self)
      .execute();
  }).catch(() => {});

const readCursor = (kernel: Kernel, inbox: LoadedInbox): Promise<string | null> =>
  inOrg(kernel, inbox, async (ctx) => {
    const row = await ctx.db
      .selectFrom('inboxes')
      .select('cursor')
      .where('id', '=', inbox.id)
      .executeTakeFirst();
    return row?.cursor ?? null;
  });

const writeCursor = (kernel: Kernel, inbox: LoadedInbox, cursor: string | null): Promise<void> =>
  inOrg(kernel, inbox, async (ctx) => {
    await ctx.db.updateTable('inboxes').set({ cursor }).where('id', '=', inbox.id).execute();
  });
