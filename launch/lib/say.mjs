/** An error whose message is one sentence for the person at the terminal. */
export class LaunchError extends Error {}

const wanted = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || 'en').slice(0, 2);

/** The text in the terminal's language: English, Portuguese or Spanish. */
export function inLanguage(en, pt, es) {
  return { pt, es }[wanted] ?? en;
}

/** Makes an error with a sentence in the terminal's language. */
export function sentence(en, pt, es) {
  return new LaunchError(inLanguage(en, pt, es));
}

/** Tells on stderr what is going on; stdout belongs to results. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A progress line: rewritten in place on a terminal, told now and then elsewhere. */
export function progressLine() {
  const terminal = process.stderr.isTTY === true;
  let last = 0;
  return {
    show(text) {
      if (terminal) process.stderr.write(`\r\x1b[K${text}`);
      else if (Date.now() - last > 10_000) {
        last = Date.now();
        say(text);
      }
    },
    end() {
      if (terminal) process.stderr.write('\r\x1b[K');
    },
  };
}

/** Runs a command's body; an error ends the process with `meada: sentence` on stderr and code 1. */
export async function launch(body) {
  try {
    checkNode();
    const code = await body();
    process.exitCode = typeof code === 'number' ? code : 0;
  } catch (error) {
    say(error instanceof LaunchError ? `meada: ${error.message}` : `meada: ${error?.stack ?? error}`);
    process.exitCode = 1;
  }
}

function checkNode() {
  if (Number.parseInt(process.versions.node, 10) >= 20) return;
  throw sentence(
    `Meada needs Node 20 or newer to start, this is ${process.versions.node}.`,
    `O Meada precisa do Node 20 ou mais novo para iniciar, este é o ${process.versions.node}.`,
    `Meada necesita Node 20 o más nuevo para iniciar, este es ${process.versions.node}.`,
  );
}
