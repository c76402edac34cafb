import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from '../../../../server/src/modules/people/testing-browser.ts';
import type { Server } from '../rig.ts';

/** Lists brought in as a person does it: over HTTP, by the running server's own background work. */
export type Step = {
  seconds: number;
  counts: Record<string, number>;
  /** Rows a second of the last fifth of the step ÷ of the first: what grows with what was done already. */
  pace: number;
};
export type Brought = { id: string; mapping: string[]; read: number; dry: Step; real: Step };

/** Asks often enough that what is timed in seconds is not blurred. */
const askEveryMs = 50;

/** Sends a list; answers its import and the seconds until it was read. */
export async function send(
  server: Server,
  owner: Browser,
  list: { name: string; text: string },
): Promise<{ id: string; mapping: string[]; seconds: number }> {
  const body = new FormData();
  body.set('file', new Blob([list.text]), list.name);
  const cookie = [...owner.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const from = performance.now();
  const answer = await fetch(`${server.url}/api/imports`, {
    method: 'POST',
    headers: { ...owner.headers, cookie },
    body,
  });
  const read = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(read));
  return { id: read.id, mapping: read.mapping, seconds: (performance.now() - from) / 1000 };
}

/** Begins a step of an import and waits for the state it ends in. */
export async function step(
  owner: Browser,
  id: string,
  [action, state]: readonly ['check' | 'start' | 'undo', string],
): Promise<Step> {
  const from = performance.now();
  await owner.ok('POST', `/api/imports/${id}/${action}`, {});
  const seen: Seen[] = [];
  for (;;) {
    const one = await owner.ok('GET', `/api/imports/${id}`);
    const seconds = (performance.now() - from) / 1000;
    if (one.state === state) return { seconds, counts: one.counts, pace: paceOf(seen, one.total) };
    if (one.state === 'failed') throw new Error(`${action}: ${one.error}`);
    // Undoing counts backwards.
    seen.push({ seconds, done: action === 'undo' ? one.total - one.place : one.place });
    await wait(askEveryMs);
  }
}

type Seen = { seconds: number; done: number };

function paceOf(seen: readonly Seen[], total: number): number {
  const at = (share: number): number =>
    seen.find(({ done }) => done >= share * total)?.seconds ?? seen.at(-1)?.seconds ?? 0;
  const last = (seen.at(-1)?.seconds ?? 0) - at(0.8);
  return last > 0 ? at(0.2) / last : 1;
}

/** Reads, tries dry and brings in, with the mapping that the server guesses. */
export async function bring(
  server: Server,
  owner: Browser,
  list: { name: string; text: string },
): Promise<Brought> {
  const { id, mapping, seconds } = await send(server, owner, list);
  const dry = await step(owner, id, ['check', 'checked']);
  const real = await step(owner, id, ['start', 'done']);
  return { id, mapping, read: seconds, dry, real };
}
