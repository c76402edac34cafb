import { type Mail, startMail } from '../../../../simulators/src/mail/index.ts';
import { round, say } from '../report.ts';
import type { Rig, Server } from '../rig.ts';
import { openShop } from '../shop.ts';
import { ordinary } from './letters.ts';

export type CaughtUp = { perSecond: number; lost: number; doubled: number; server: number; database: number };

const account = { address: 'sac@loja.example', password: 'bench-password' };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A day without connection: so many mails lie on the IMAP server when the inbox is set up. Timed from the first receipt
 * in the ledger to the last message in its conversation.
 */
export async function catchUp(rig: Rig, count: number): Promise<CaughtUp> {
  const sim = await startMail({ accounts: [account] });
  const dayAgo = Date.now() - 86_400_000 + 600_000;
  for (let index = 0; index < count; index += 1) {
    const at = new Date(dayAgo + (index / count) * 85_000_000);
    sim.store.add(account.address, ordinary(index, at), at);
  }
  const env = { EGRESS_ALLOW: sim.allow.join(',') };
  const server = await rig.serve({ env, profile: process.env.BENCH_PROFILE });
  await openInbox(server, sim);
  await beginning(rig);
  const [from, began] = [performance.now(), await messagesIn(rig)];
  const cpu = [server.cpu(), rig.databaseCpu()];
  const last = await finished(rig, count);
  const seconds = (last.at - from) / 1000;
  const used = [server.cpu() - (cpu[0] ?? 0), rig.databaseCpu() - (cpu[1] ?? 0)];
  const { rows } = await rig.superuser.query<{ n: number }>(
    `SELECT count(DISTINCT external_id)::int AS n FROM external_ids WHERE external_id ~ '^<m[0-9]+@cliente.example>$'`,
  );
  await server.stop();
  await sim.stop();
  say(`${last.n} of ${count} mails in ${round(seconds)} s`);
  return {
    perSecond: round((last.n - began) / seconds, 0),
    lost: count - (rows[0]?.n ?? 0),
    doubled: Math.max(0, last.n - count),
    server: round((used[0] ?? 0) / count, 0),
    database: round((used[1] ?? 0) / count, 0),
  };
}

async function openInbox(server: Server, { imap }: Mail): Promise<void> {
  const shop = await openShop(server, 'catchup');
  const { address, password } = account;
  const way = { imapHost: imap.host, imapPort: imap.port, imapSecurity: 'none' };
  const settings = { address, importDays: 2, ...way, imapUser: address, imapPassword: password };
  await shop.owner.ok('POST', '/api/inboxes', { channel: 'email', name: 'SAC', settings });
}

async function messagesIn(rig: Rig): Promise<number> {
  const { rows } = await rig.superuser.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM messages WHERE author_kind = 'customer'`,
  );
  return rows[0]?.n ?? 0;
}

/** Waits for the first message; says what the inbox says when none comes. */
async function beginning(rig: Rig): Promise<void> {
  const patience = performance.now() + 60_000;
  while ((await messagesIn(rig)) === 0) {
    if (performance.now() > patience) throw new Error(`nothing came: ${await healthOf(rig)}`);
    await pause(20);
  }
}

/** Waits for the last; what does not move for half a minute is lost. */
async function finished(rig: Rig, count: number): Promise<{ n: number; at: number }> {
  let last = { n: 0, at: performance.now() };
  while (last.n < count && performance.now() - last.at < 30_000) {
    await pause(100);
    const n = await messagesIn(rig);
    if (n > last.n) last = { n, at: performance.now() };
  }
  return last;
}

/** What the inboxes say of themselves. */
async function healthOf(rig: Rig): Promise<string> {
  const { rows } = await rig.superuser.query(
    'SELECT health_state, health_text, cursor, (SELECT count(*)::int FROM receipts) AS receipts, (SELECT max(error) FROM receipts) AS error FROM inboxes',
  );
  return JSON.stringify(rows);
}
