import { parentPort } from 'node:worker_threads';
import { dedupe, type PersonRecord, worthAsking } from '../matching/index.ts';

/**
 * Learns from records, and compares them all, away from the server's own thread, which must go on answering. Told
 * `{ add }` records, then `{ run: true }`; answers the model and how many pairs there are. `{ next }` asks for so many of them.
 */
type Told = { add?: PersonRecord[]; run?: true; next?: number };

const records: PersonRecord[] = [];
let found: ReturnType<typeof dedupe> | null = null;
let pairs: ReturnType<typeof worthAsking> = [];
let at = 0;

parentPort?.on('message', (told: Told) => {
  if (told.add) records.push(...told.add);
  if (told.run) {
    found = dedupe(records);
    pairs = worthAsking(found);
    parentPort?.postMessage({ model: found.model, pairs: pairs.length });
  }
  if (told.next) {
    const part = pairs.slice(at, at + told.next);
    at += part.length;
    parentPort?.postMessage(part.map((pair) => ({ ...pair, reasons: found?.explain(pair.a, pair.b) ?? [] })));
  }
});
