import { existsSync, watch } from 'node:fs';
import { startChild } from './lib/child.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { serverHelp, serverOptions } from './lib/options.mjs';
import { inRoot } from './lib/paths.mjs';
import { keptPort, needPort } from './lib/ports.mjs';
import { launch, say } from './lib/say.mjs';
import { hasSimulators, makeDataFolder, serverEnvironment, startSimulators } from './lib/services.mjs';
import { together } from './lib/together.mjs';
import { welcome } from './lib/welcome.mjs';

const watched = ['server/src', 'server/migrations', 'contract/src'];
/** An editor saves in several steps. */
const settleMs = 200;

/** Starts the server anew at every change of its sources; a server that fails waits for the next change. */
async function restartingServer(env) {
  let server = startChild('server', ['server/src/main.ts'], env);
  let over = () => {};
  let stopping = false;
  let turn = Promise.resolve();
  let timer;
  const ended = new Promise((resolve) => {
    over = resolve;
  });
  const restart = async () => {
    if (stopping) return;
    await server.stop();
    say('— restart —');
    server = startChild('server', ['server/src/main.ts'], env);
    await server.ready.catch((error) => say(`meada: ${error.message}`));
  };
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = turn.then(restart);
    }, settleMs);
  };
  const folders = watched.map((path) => inRoot(path)).filter((path) => existsSync(path));
  const watchers = folders.map((path) => watch(path, { recursive: true }, onChange));
  const first = await server.ready.catch((error) => say(`meada: ${error.message}`));
  const stop = async () => {
    stopping = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    await turn;
    await server.stop();
    over(0);
  };
  const child = {
    name: 'server',
    ended,
    stop,
    kill: () => server.kill(),
    sentence: () => server.sentence(),
    wasStopped: () => stopping,
  };
  return { child, ready: first };
}

/** A Vite server for one front end, which passes API calls on to ours (its configuration reads MEADA_SERVER). */
async function startFront(add, front, options) {
  if (!existsSync(inRoot(front, 'vite.config.ts'))) return;
  const port = await keptPort(options.data, `dev-${front}`);
  const args = ['node_modules/vite/bin/vite.js', inRoot(front), '--configLoader', 'native', '--strictPort'];
  add(
    startChild(front, [...args, '--config', inRoot(front, 'vite.config.ts'), '--port', String(port)], {
      MEADA_SERVER: `http://127.0.0.1:${options.port}`,
    }),
  );
}

await launch(async () => {
  const options = serverOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(serverHelp);
    return;
  }
  await needPort(options.port, options.host);
  makeDataFolder(options.data);
  await ensureInstalled();
  await together(async (add) => {
    const simulators = !options.empty && hasSimulators() ? await startSimulators(add, options) : undefined;
    const { child, ready } = await restartingServer(serverEnvironment(options, simulators));
    add(child);
    for (const front of ['desk', 'widget']) await startFront(add, front, options);
    if (ready) process.stdout.write(`${welcome(ready, simulators)}\n`);
  });
});
