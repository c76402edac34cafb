import { createServer as createPlain, type IncomingMessage, request, type Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Certificate } from './certificate.ts';

/** A reverse proxy that does what the guide's examples do, and no more. */
export type Front = { url: string; port: number; to(port: number): Promise<void>; stop(): Promise<void> };

/** Starts one on a free port; with a certificate it ends TLS. Where it leads is said by `to`. */
export async function startProxy(certificate?: Certificate): Promise<Front> {
  let target = 0;
  const server: Server = certificate ? createServer(certificate) : createPlain();
  const headersFor = (incoming: IncomingMessage): Record<string, string | string[] | undefined> => ({
    ...incoming.headers,
    'x-forwarded-for': [incoming.headers['x-forwarded-for'], incoming.socket.remoteAddress]
      .filter(Boolean)
      .join(', '),
    'x-forwarded-proto': certificate ? 'https' : String(incoming.headers['x-forwarded-proto'] ?? 'http'),
  });
  server.on('request', (incoming, answer) => {
    const options = { port: target, host: '127.0.0.1', method: incoming.method, path: incoming.url };
    const onward = request({ ...options, headers: headersFor(incoming) }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  server.on('upgrade', (incoming, socket, head) => {
    const onward = connect(target, '127.0.0.1', () => {
      const lines = Object.entries(headersFor(incoming)).map(([name, value]) => `${name}: ${value}\r\n`);
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [onward, socket]) one.on('error', () => [onward, socket].map((end) => end.destroy()));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? 'https' : 'http'}://localhost:${port}`,
    port,
    to: async (wanted) => {
      target = wanted;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
