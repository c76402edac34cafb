import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arms } from './arms.ts';
import { heavy } from './letters.ts';

/** Reads one mail of the size given and tells the largest resident size of this process, MiB. Another process makes the mail. */
const size = Number(process.argv[2]);
if (process.argv[3]) {
  writeFileSync(process.argv[3], heavy(size));
} else if (size > 0) {
  const dir = mkdtempSync(join(tmpdir(), 'meada-heavy-'));
  const path = join(dir, 'mail.eml');
  execFileSync(process.execPath, [import.meta.filename, String(size), path]);
  const said = await arms[0]?.read(new Uint8Array(readFileSync(path)));
  rmSync(dir, { recursive: true });
  if (said?.files !== 1) throw new Error('the file of the mail was not found');
}
process.send?.(process.resourceUsage().maxRSS / 1024);
process.disconnect?.();
