import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { node24 } from './node24.mjs';
import { inRoot, root } from './paths.mjs';
import { environment } from './run.mjs';
import { LaunchError, sentence } from './say.mjs';

/** After the leash's own grace the launcher ends the program itself. */
const killAfterMs = 45_000;

/**
 * Starts a program of ours that goes on running: `ready` resolves with the object of its line
 * `{"ready":true,…}`, `ended` with its exit code; `stop()` lets it drain and waits. Its last `meada: sentence`
 * is kept in `sentence()`, everything else it prints is passed on.
 */
export function startChild(name, args, env = {}) {
  const leash = pathToFileURL(inRoot('launch', 'lib', 'leash.mjs')).href;
  const child = spawn(node24(), ['--import', leash, ...args], {
    cwd: root,
    env: environment({ ...env, MEADA_LEASH: '1' }),
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal is for the launcher, which stops things in their order.
    detached: process.platform !== 'win32',
  });
  child.stdin.on('error', () => {});
  let said = '';
  let stopping = false;
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = readyLine(line);
      if (told) resolve(told);
      else process.stdout.write(`${line}\n`);
    });
    ended.then(() => reject(new LaunchError(said || died(name))));
  });
  ready.catch(() => {});
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('meada: ')) said = line.slice('meada: '.length);
    else process.stderr.write(`${line}\n`);
  });
  const kill = () => child.exitCode === null && child.kill('SIGKILL');
  return {
    name,
    ready,
    ended,
    kill,
    sentence: () => said || died(name),
    wasStopped: () => stopping,
    async stop() {
      stopping = true;
      child.stdin.end();
      const timer = setTimeout(kill, killAfterMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function readyLine(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const told = JSON.parse(line);
    return told.ready === true ? told : undefined;
  } catch {
    return undefined;
  }
}

function died(name) {
  return sentence(
    `${name} stopped unexpectedly; the lines above say more.`,
    `${name} parou sem aviso; as linhas acima dizem mais.`,
    `${name} se detuvo sin aviso; las líneas de arriba dicen más.`,
  ).message;
}
