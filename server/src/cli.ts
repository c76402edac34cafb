import { text } from 'node:stream/consumers';
import { runCommand } from './cli/run.ts';

/** The operator's command line: `npm run meada -- COMMAND`. */
process.exitCode = await runCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  stdin: async () => (await text(process.stdin)).replace(/\r?\n$/, ''),
});
