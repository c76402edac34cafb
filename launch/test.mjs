import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './lib/browser.mjs';
import { buildFronts } from './lib/fronts.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { outsideServers } from './lib/outside.mjs';
import { runTool } from './lib/run.mjs';
import { launch } from './lib/say.mjs';
import { tally } from './lib/tally.mjs';

await launch(async () => {
  await ensureInstalled();
  await buildFronts();
  const browser = await findBrowser();
  const dir = mkdtempSync(join(tmpdir(), 'meada-report-'));
  const file = join(dir, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runTool('vitest/vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)], {
    env: { ...browser.env, CHROMIUM_PATH: browser.path },
  });
  const { passed, failed, skipped } = tally(readReport(file), code);
  rmSync(dir, { recursive: true, force: true });
  const notes = [`Browser: ${browser.path}`, outsideServers(), ...(skipped ? [`${skipped} skipped`] : [])];
  process.stdout.write(`\n${notes.join('\n')}\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
