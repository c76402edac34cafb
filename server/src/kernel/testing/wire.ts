import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TestDatabase } from './database.ts';

/** One execution as the database gets it: the text it parses, and the values that never pass its parser. */
export type Statement = { connection: number; text: string; values: (string | null)[] };

export type Recorder = {
  /** The same database, reached through the recorder. */
  database: TestDatabase;
  /** In the order in which they came, of all connections. */
  statements: Statement[];
  stop(): Promise<void>;
};

/**
 * Stands between a program and PostgreSQL and writes down every statement on the wire: what the server's own log
 * would hold, without the right to switch that on. https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export async function recordStatements(database: TestDatabase): Promise<Recorder> {
  const target = new URL(database.appUrl);
  const statements: Statement[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const upstream = connect(Number(target.port), target.hostname);
    const read = reader(connections, statements);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.end();
      });
    }
    client.on('data', (chunk) => {
      read(chunk);
      upstream.write(chunk);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const through = (address: string): string => {
    const url = new URL(address);
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  const { ownerUrl, appUrl, systemUrl } = database;
  return {
    database: {
      ...database,
      ownerUrl: through(ownerUrl),
      appUrl: through(appUrl),
      systemUrl: through(systemUrl),
    },
    statements,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads one connection's bytes, however they are cut into chunks. */
function reader(connection: number, statements: Statement[]): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  const parsed = new Map<string, string>();
  const take = (type: string, body: Buffer): void => {
    if (type === 'Q') statements.push({ connection, text: textAt(body, 0).text, values: [] });
    if (type === 'P') {
      const name = textAt(body, 0);
      parsed.set(name.text, textAt(body, name.end).text);
    }
    if (type === 'B') {
      const name = textAt(body, textAt(body, 0).end);
      statements.push({ connection, text: parsed.get(name.text) ?? '', values: valuesAt(body, name.end) });
    }
  };
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The first message has no type.
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      if (started) take(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end));
      started = true;
      rest = rest.subarray(end);
    }
  };
}

function textAt(body: Buffer, start: number): { text: string; end: number } {
  const end = body.indexOf(0, start);
  return { text: body.toString('utf8', start, end), end: end + 1 };
}

function valuesAt(body: Buffer, start: number): (string | null)[] {
  let at = start + 2 + 2 * body.readInt16BE(start);
  const values: (string | null)[] = [];
  const count = body.readInt16BE(at);
  at += 2;
  for (let n = 0; n < count; n += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
}
