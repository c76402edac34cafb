import type { AddressInfo } from 'node:net';
import { acts } from './acts.ts';
import { makeServer } from './server.ts';
import type { SimComplaint, State } from './state.ts';

export { demoFirm, type SimComplaint } from './state.ts';

/** Starts the site: its service for suppliers, and what consumers do there. */
export async function startConsumidor(options: { port?: number } = {}) {
  const state: State = {
    complaints: new Map(),
    opened: new Map(),
    tokens: new Set(),
    files: new Map(),
    faults: [],
    listeners: [],
    count: 0,
  };
  const app = makeServer(state);
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    apiUrl: `${url}/api/servico`,
    allow: [new URL(url).host],
    complaints: (): SimComplaint[] => [...state.complaints.values()],
    complaint: (protocol: string) => state.complaints.get(protocol),
    ...acts(state),
    failNext: (fault: State['faults'][number]) => void state.faults.push(fault),
    expireTokens: () => state.tokens.clear(),
    onChange: (listener: () => void) => void state.listeners.push(listener),
    stop: () => app.close(),
  };
}
export type Consumidor = Awaited<ReturnType<typeof startConsumidor>>;
