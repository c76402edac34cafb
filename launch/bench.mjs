import { existsSync, readdirSync } from 'node:fs';
import { findBrowser } from './lib/browser.mjs';
import { buildFronts } from './lib/fronts.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot, typedPath } from './lib/paths.mjs';
import { runNode } from './lib/run.mjs';
import { launch, sentence } from './lib/say.mjs';

/** The benchmarks: each a program of its own in bench/src. */
function benches() {
  const dir = inRoot('bench', 'src');
  const files = existsSync(dir) ? readdirSync(dir) : [];
  return files.filter((name) => /^[a-z][a-z0-9-]*\.ts$/.test(name)).map((name) => name.slice(0, -3));
}

/** `--data DIR` names a folder from where the person stands, not from the repository. */
function withTypedPaths(args) {
  return args.map((value, index) =>
    ['--data', '--keep'].includes(args[index - 1]) ? typedPath(value) : value,
  );
}

await launch(async () => {
  const [name, ...rest] = process.argv.slice(2);
  if (!benches().includes(name ?? '')) {
    const list = benches().join(', ') || '–';
    throw sentence(
      `Name one of the benchmarks: ${list}.`,
      `Diga um dos benchmarks: ${list}.`,
      `Diga uno de los benchmarks: ${list}.`,
    );
  }
  await ensureInstalled();
  await buildFronts();
  return runNode([inRoot('bench', 'src', `${name}.ts`), ...withTypedPaths(rest)], {
    env: await browserIfAny(),
  });
});

/** Few benchmarks need a browser: those complain themselves when there is none. */
async function browserIfAny() {
  try {
    const { path, env } = await findBrowser();
    return { ...env, CHROMIUM_PATH: path };
  } catch {
    return {};
  }
}
