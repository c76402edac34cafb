import { ensureInstalled } from './lib/install.mjs';
import { has } from './lib/paths.mjs';
import { runTool } from './lib/run.mjs';
import { launch, say } from './lib/say.mjs';

const workspaces = ['contract', 'server', 'desk', 'widget', 'site', 'simulators', 'bench', 'e2e'];
const architecture = 'server/src/architecture.test.ts';

/** Every check runs, so that one run tells all there is to mend. */
await launch(async () => {
  await ensureInstalled();
  const checks = [
    ['format and lint', '@biomejs/biome/bin/biome', ['ci', '--error-on-warnings']],
    ...workspaces
      .filter((name) => has(name, 'tsconfig.json'))
      .map((name) => [`types of ${name}`, 'typescript/bin/tsc', ['-p', name]]),
    ['unused code', 'knip/bin/knip.js', ['--no-progress']],
  ];
  if (has(architecture))
    checks.push(['architecture', 'vitest/vitest.mjs', ['run', '--project', 'system', architecture]]);
  const failed = [];
  for (const [name, file, args] of checks) {
    const code = await runTool(file, args);
    say(`${code === 0 ? '✓' : '✗'} ${name}`);
    if (code !== 0) failed.push(name);
  }
  say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});
