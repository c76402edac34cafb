import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server that answers for CEPs as BrasilAPI does: one place, 404 with its reasons for any other. */
export async function startBrasilapi(options: { port?: number } = {}) {
  const server = createServer((request, response) => {
    const isKnown = request.url === '/api/cep/v2/80010000';
    const place = {
      cep: '80010000',
      state: 'PR',
      city: 'Curitiba',
      neighborhood: 'Centro',
      street: 'Praça Tiradentes',
      service: 'open-cep',
      location: { type: 'Point', coordinates: {} },
    };
    const problem = {
      name: 'CepPromiseError',
      message: 'Todos os serviços de CEP retornaram erro.',
      type: 'service_error',
    };
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(isKnown ? place : problem));
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
