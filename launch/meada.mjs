import { ensureInstalled } from './lib/install.mjs';
import { inRoot, typedPath } from './lib/paths.mjs';
import { runNode } from './lib/run.mjs';
import { launch } from './lib/say.mjs';

/** The operator's command line: stdout stays its own, so that `--json` can be read by programs. */
await launch(async () => {
  await ensureInstalled();
  const env = { DATA_DIR: typedPath(process.env.DATA_DIR ?? inRoot('data')) };
  return runNode([inRoot('server', 'src', 'cli.ts'), ...process.argv.slice(2)], {
    env,
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
});
