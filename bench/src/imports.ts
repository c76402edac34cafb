import { readFileSync } from 'node:fs';
import { brazil } from './lib/identity/brazil.ts';
import { send, step } from './lib/imports/bring.ts';
import { csvOf } from './lib/imports/text.ts';
import { finish, round, say, sized } from './lib/report.ts';
import { openRig } from './lib/rig.ts';
import { openShop } from './lib/shop.ts';

/** A list of 100,000 rows as a whole: read, tried dry, brought in and taken back, by the real server over HTTP. */
const rows = sized(100_000, 10_000);

/** Highest resident size of a process so far, MiB. */
const peakOf = (pid: number): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

const table = brazil(rows, 2040);
const rig = await openRig();
try {
  const server = await rig.serve();
  const shop = await openShop(server, 'listas');
  const [ownBefore, databaseBefore] = [server.cpu(), rig.databaseCpu()];
  const { id, mapping, seconds } = await send(server, shop.owner, {
    name: 'clientes.csv',
    text: csvOf(table.names, table.rows),
  });
  say(`${rows} rows read in ${round(seconds)} s: ${mapping.join(' ')}`);
  const dry = await step(shop.owner, id, ['check', 'checked']);
  say(`dry ${round(dry.seconds)} s, pace ${round(dry.pace)}, ${JSON.stringify(dry.counts)}`);
  const real = await step(shop.owner, id, ['start', 'done']);
  say(`for real ${round(real.seconds)} s, pace ${round(real.pace)}, ${JSON.stringify(real.counts)}`);
  const undone = await step(shop.owner, id, ['undo', 'undone']);
  say(`undone ${round(undone.seconds)} s, pace ${round(undone.pace)}`);
  const left = await rig.superuser.query('SELECT FROM customers');
  finish({
    bench: 'imports',
    ratio: round(Math.min(dry.pace, real.pace, undone.pace)),
    goal: 'last fifth ÷ first fifth ≥ 0.5; nobody left after undoing',
    ok: Math.min(dry.pace, real.pace, undone.pace) >= 0.5 && left.rowCount === 0,
    rows,
    seconds: {
      read: round(seconds),
      dry: round(dry.seconds),
      real: round(real.seconds),
      undone: round(undone.seconds),
    },
    rowsASecond: round(rows / real.seconds, 0),
    pace: { dry: round(dry.pace), real: round(real.pace), undone: round(undone.pace) },
    serverMiB: peakOf(server.pid),
    cpuSeconds: {
      server: round((server.cpu() - ownBefore) / 1e6, 1),
      database: round((rig.databaseCpu() - databaseBefore) / 1e6, 1),
    },
    left: left.rowCount,
  });
} finally {
  await rig.stop();
}
