import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Two places, and none else. */
const places: Record<string, object> = {
  '80010000': {
    cep: '80010-000',
    logradouro: 'Praça Tiradentes',
    complemento: '',
    unidade: '',
    bairro: 'Centro',
    localidade: 'Curitiba',
    uf: 'PR',
    ibge: '4106902',
    ddd: '41',
  },
  // A small town has one CEP and no streets.
  '83870000': {
    cep: '83870-000',
    logradouro: '',
    complemento: '',
    unidade: '',
    bairro: '',
    localidade: 'Campo do Tenente',
    uf: 'PR',
    ibge: '4104105',
    ddd: '41',
  },
};

/** Starts a server that answers for CEPs as ViaCEP does: 400 for what is none, `erro` for an unknown one. */
export async function startViacep(options: { port?: number } = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [, digits] = /^\/ws\/(\d{8})\/json\/$/.exec(request.url ?? '') ?? [];
    response.writeHead(digits ? 200 : 400, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(digits ? (places[digits] ?? { erro: 'true' }) : {}));
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
