import { startMail } from '../../../../simulators/src/mail/index.ts';
import { round, say } from '../report.ts';
import type { Rig } from '../rig.ts';
import { openShop } from '../shop.ts';
import { ordinary } from './letters.ts';

export type CaughtUp = { perSecond: number; lost: number; doubled: number; server: number; database: number };

/**
 * A day without connection: so many mails lie on the IMAP server when the inbox is set up. Timed from the first receipt
 * in the ledger to the last message in its conversation.
 */
export async function catchUp(rig: Rig, count: number): Promise<CaughtUp> {
  const account = { address: 'sac@loja.example', password: 'bench-password' };
  const sim = await startMail({ accounts: [account] });
  const dayAgo = Date.now() - 86_400_000 + 600_000;
  for (let index = 0; index < count; index += 1) {
    const at = new Date(dayAgo + (index / count) * 85_000_000);
    sim.store.add(account.address, ordinary(index, at), at);
  }
  const server = await rig.serve({
    env: { EGRESS_ALLOW: sim.allow.join(',') },
    profile: process.env.BENCH_PROFILE,
  });
  const shop = await openShop(server, 'catchup');
  await shop.owner.ok('POST', '/api/inboxes', {
    channel: 'email',
    name: 'SAC',
    settings: {
      address: account.address,
      importDays: 2,
      imapHost: sim.imap.host,
      imapPort: sim.imap.port,
      imapSecurity: 'none',
      imapUser: account.address,
      imapPassword: account.password,
    },
  });
  const done = async (): Promise<number> => {
    const { rows } = await rig.superuser.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM messages WHERE author_kind = 'customer'`,
    );
    return rows[0]?.n ?? 0;
  };
  const patience = performance.now() + 60_000;
  while ((await done()) === 0) {
    if (performance.now() > patience) throw new Error(`nothing came: ${await healthOf(rig)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const from = performance.now();
  const began = await done();
  const cpu = [server.cpu(), rig.databaseCpu()];
  let last = { n: began, at: from };
  while (last.n < count) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const n = await done();
    if (n > last.n) last = { n, at: performance.now() };
    // What does not move for half a minute is lost.
    else if (performance.now() - last.at > 30_000) break;
  }
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

/** What the inboxes say of themselves. */
async function healthOf(rig: Rig): Promise<string> {
  const { rows } = await rig.superuser.query('SELECT health_state, health_text, cursor, (SELECT count(*)::int FROM receipts) AS receipts, (SELECT max(error) FROM receipts) AS error FROM inboxes');
  return JSON.stringify(rows);
}
