import { parseArgs } from 'node:util';
import { typedPath } from './paths.mjs';
import { sentence } from './say.mjs';

/** The options of start and dev: {empty, port, data, host}; a wrong one is one sentence. */
export function serverOptions(args) {
  const values = parse(args);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw sentence(
      `--port must be a number from 1 to 65535, not ${values.port}.`,
      `--port deve ser um número de 1 a 65535, não ${values.port}.`,
      `--port debe ser un número de 1 a 65535, no ${values.port}.`,
    );
  }
  return { empty: values.empty, help: values.help, port, host: values.host, data: typedPath(values.data) };
}

function parse(args) {
  const options = {
    empty: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    port: { type: 'string', default: process.env.PORT ?? '3000' },
    host: { type: 'string', default: process.env.HOST ?? '127.0.0.1' },
    data: { type: 'string', default: process.env.DATA_DIR ?? 'data' },
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const reason = error.message.split('. ')[0];
    throw sentence(`${reason}: see --help.`, `${reason}: veja --help.`, `${reason}: vea --help.`);
  }
}

/** What --help prints. */
export const serverHelp = `Options:
  --empty       without the demo shop and the simulators
  --port N      port of the server (3000)
  --host ADDR   address to listen on (127.0.0.1)
  --data DIR    data folder (./data)
`;
