import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage.ts';

/** What stands between browser and server does with what passes. */
type Changes = {
  /** Answers with this status in the server's place. */
  refuse?(path: string): number | undefined;
  /** What a text is turned into on its way. */
  rewrite?(path: string, type: string, text: string): string;
};

/** Starts what stands between browser and server, as a proxy in front of a server does. */
export async function startBetween(
  stage: Stage,
  { refuse, rewrite }: Changes,
): Promise<{ url: string; stop(): void }> {
  const to = new URL(stage.app.url);
  const pass = (call: IncomingMessage, answer: ServerResponse): void => {
    const path = call.url ?? '/';
    const refused = refuse?.(path);
    if (refused) return void answer.writeHead(refused).end();
    const headers = { ...call.headers, 'accept-encoding': 'identity' };
    const onward = request(
      { host: to.hostname, port: to.port, path, method: call.method, headers },
      (got) => {
        const parts: Buffer[] = [];
        got.on('data', (part: Buffer) => parts.push(part));
        got.on('end', () => {
          const body = Buffer.concat(parts);
          const text = rewrite?.(path, got.headers['content-type'] ?? '', body.toString());
          const { 'content-length': _, ...rest } = got.headers;
          const changed = text !== undefined && text !== body.toString();
          answer.writeHead(got.statusCode ?? 502, rest).end(changed ? text : body);
        });
      },
    );
    onward.on('error', () => answer.destroy());
    call.pipe(onward);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
