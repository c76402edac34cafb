import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Places } from './cluster.ts';

/**
 * The port to listen on: the wished one, else the one kept from the last start if it is still free, else any
 * free one. A port someone takes between this look and the server's bind shows as a failed start.
 */
export async function choosePort(places: Places, wished: number | undefined): Promise<number> {
  if (wished !== undefined) return wished;
  const kept = keptPort(places);
  return kept !== undefined && (await freePort(kept)) === kept ? kept : ((await freePort(0)) ?? 0);
}

/** Keeps the port for the next start. */
export function keepPort(places: Places, port: number): void {
  writeFileSync(places.port, `${port}\n`, { mode: 0o600 });
}

/** The port of the last start, undefined if none is kept. */
export function keptPort(places: Places): number | undefined {
  try {
    const port = Number(readFileSync(places.port, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const found = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => resolve(found));
    });
  });
}
