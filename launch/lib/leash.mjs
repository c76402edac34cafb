// Loaded first (--import) into every program that a launcher keeps running: the launcher holds the other end of
// its standard input, so the input's end means "stop", also when the launcher was killed without mercy. The
// program itself needs to know SIGTERM only, which is how we tell it (on Windows too, where no signal exists).
import { isMainThread } from 'node:worker_threads';

/** A program that has not ended by itself by then is ended hard. */
const graceMs = 40_000;

if (isMainThread && process.env.MEADA_LEASH === '1') {
  // What the program starts itself shall not look at a standard input that is not its own.
  delete process.env.MEADA_LEASH;
  let told = false;
  const stop = () => {
    if (told) return;
    told = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(0);
  };
  process.stdin.on('end', stop);
  process.stdin.on('close', stop);
  process.stdin.on('error', stop);
  process.stdin.resume();
  process.stdin.unref?.();
}
