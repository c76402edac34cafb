import { spawn, spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { node24 } from './node24.mjs';
import { inRoot, root } from './paths.mjs';

/** The environment for programs: Node 24 first on the PATH, so that what they start runs on it too. */
export function environment(more = {}) {
  const path = `${dirname(node24())}${delimiter}${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, ...more };
}

/** Runs a program of ours under Node 24 in this terminal; answers its exit code. Signals are passed on. */
export function runNode(args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node24(), args, { cwd, env: environment(env), stdio: 'inherit' });
    // Ctrl-C reaches the child by the terminal; we only must not go before it.
    const pass = (name) => name === 'SIGTERM' && child.kill(name);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Runs a package's command line tool, by the file of node_modules that holds it. */
export function runTool(file, args, options) {
  return runNode([inRoot('node_modules', ...file.split('/')), ...args], options);
}

/** Runs a program quietly; answers its output and whether it ended well. */
export function quietly(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000, ...options });
  return { ok: done.status === 0, output: done.stdout ?? '', errors: done.stderr ?? '' };
}
