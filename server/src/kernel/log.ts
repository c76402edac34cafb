import { pino } from 'pino';

export type Log = {
  debug(text: string, facts?: Record<string, unknown>): void;
  info(text: string, facts?: Record<string, unknown>): void;
  warn(text: string, facts?: Record<string, unknown>): void;
  error(text: string, facts?: Record<string, unknown>): void;
};

/** Names whose values never reach a log, at any depth that facts have. */
const secretNames = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'code',
  'key',
  'accessToken',
  'appSecret',
  'signature',
];
const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `headers["${name}"]`]);

/** JSON lines on stderr; stdout belongs to the launcher's ready line. */
export function makeLog(level: string): Log {
  const logger = pino({ level, redact: { paths, censor: '[secret]' }, base: undefined }, pino.destination(2));
  const write =
    (method: 'debug' | 'info' | 'warn' | 'error') =>
    (text: string, facts: Record<string, unknown> = {}): void =>
      logger[method](withPlainErrors(facts), text);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Errors of libraries carry whole requests and connection strings: only message, code and stack are kept. */
function withPlainErrors(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const code = 'code' in value ? value.code : undefined;
  return { message: withoutUrls(value.message), code, stack: withoutUrls(value.stack ?? '') };
}

const withoutUrls = (text: string): string => text.replace(/([a-z+]+:\/\/)[^\s@/]+@/gi, '$1[secret]@');
