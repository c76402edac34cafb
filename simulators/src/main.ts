import { startWorld } from './world.ts';

const running = await startWorld({ port: Number(process.env.PORT ?? 0) });
process.stdout.write(`${JSON.stringify(running.ready)}\n`);

/** Whoever started us is gone or wants us to go. */
let isEnding = false;
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await running.stop();
  process.exit(0);
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (process.channel) process.on('disconnect', end);
else process.stdin.on('end', end).on('close', end).on('error', end).resume();
