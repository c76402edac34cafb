import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { placeOf } from '../places.ts';

const answerOf = (digits: string): object => {
  const place = placeOf(digits);
  if (!place) return { erro: 'true' };
  return {
    cep: `${digits.slice(0, 5)}-${digits.slice(5)}`,
    logradouro: place.street,
    complemento: '',
    unidade: '',
    bairro: place.district,
    localidade: place.city,
    uf: place.state,
    ibge: place.ibge,
    ddd: place.ddd,
  };
};

/** Starts a server that answers for CEPs as ViaCEP does: 400 for what is none, `erro` for an unknown one. */
export async function startViacep(options: { port?: number } = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [, digits] = /^\/ws\/(\d{8})\/json\/$/.exec(request.url ?? '') ?? [];
    response.writeHead(digits ? 200 : 400, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(digits ? answerOf(digits) : {}));
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
