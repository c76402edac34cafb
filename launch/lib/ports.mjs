import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sentence } from './say.mjs';

/** Whether nobody listens on the port yet; answers the port (a free one for 0), undefined if it is taken. */
export function tryPort(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host, exclusive: true }, () => {
      const { port: found } = probe.address();
      probe.close(() => resolve(found));
    });
  });
}

/** Throws a sentence when the port is taken or not allowed to this user. */
export async function needPort(port, host) {
  if ((await tryPort(port, host)) !== undefined) return;
  throw sentence(
    `Port ${port} on ${host} is taken: choose another one with --port.`,
    `A porta ${port} em ${host} está ocupada: escolha outra com --port.`,
    `El puerto ${port} en ${host} está ocupado: elija otro con --port.`,
  );
}

/** A free port that stays the same from start to start, noted in the data folder under `name`. */
export async function keptPort(dataDir, name) {
  const file = join(dataDir, `${name}.port`);
  const noted = Number(readOrEmpty(file));
  const usable = Number.isInteger(noted) && noted > 0 && noted < 65_536;
  const port = (usable ? await tryPort(noted) : undefined) ?? (await tryPort(0));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${port}\n`);
  return port;
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
