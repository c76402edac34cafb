import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startChild } from './child.mjs';
import { has } from './paths.mjs';
import { keptPort } from './ports.mjs';
import { sentence } from './say.mjs';

/** Step by step: Node's own recursive form never ends where a parent takes no folders (/proc). */
function makeFolder(dir) {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir);
}

/** Makes the data folder, with a sentence when it cannot be made. */
export function makeDataFolder(dir) {
  try {
    makeFolder(dir);
  } catch {
    throw sentence(
      `The data folder ${dir} cannot be written by this user.`,
      `Este usuário não pode escrever na pasta de dados ${dir}.`,
      `Este usuario no puede escribir en la carpeta de datos ${dir}.`,
    );
  }
}

/** Starts the simulators and waits for them; answers what the server must know of them. */
export async function startSimulators(add, options) {
  const port = await keptPort(options.data, 'simulators');
  const env = { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: join(options.data, 'simulators') };
  return add(startChild('simulators', ['simulators/src/main.ts'], env)).ready;
}

/** The environment of the server; `simulators` is their ready line, undefined without them. */
export function serverEnvironment(options, simulators) {
  const env = {
    PORT: String(options.port),
    HOST: options.host,
    DATA_DIR: options.data,
    DEMO: options.empty ? '0' : '1',
  };
  if (!simulators) return env;
  const allowed = [process.env.EGRESS_ALLOW, ...(simulators.allow ?? [])].filter(Boolean);
  const clients = process.env.OAUTH_CLIENTS ?? JSON.stringify(simulators.oauthClients ?? {});
  return {
    ...env,
    EGRESS_ALLOW: allowed.join(','),
    SIMULATORS: JSON.stringify(simulators),
    OAUTH_CLIENTS: clients,
  };
}

/** Whether the demo has its simulators in this clone. */
export function hasSimulators() {
  return has('simulators', 'src', 'main.ts');
}
