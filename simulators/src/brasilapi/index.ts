import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { placeOf } from '../places.ts';

/** Starts a server that answers for CEPs as BrasilAPI does: 404 with its reasons for one that nobody has. */
export async function startBrasilapi(options: { port?: number } = {}) {
  const server = createServer((request, response) => {
    const [, digits = ''] = /^\/api\/cep\/v2\/(\d{8})$/.exec(request.url ?? '') ?? [];
    const known = placeOf(digits);
    const place = known && {
      cep: digits,
      state: known.state,
      city: known.city,
      neighborhood: known.district,
      street: known.street,
      service: 'open-cep',
      location: { type: 'Point', coordinates: {} },
    };
    const problem = {
      name: 'CepPromiseError',
      message: 'Todos os serviços de CEP retornaram erro.',
      type: 'service_error',
    };
    response.writeHead(place ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(place ?? problem));
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
