import { WebSocket } from 'ws';

/** Many sockets in a process of its own that count what comes and tell nothing else. */
export type Ask =
  | { do: 'open'; url: string; count: number; headers: Record<string, string>; hello: object | null }
  | { do: 'count' }
  | { do: 'close' };

let sockets: WebSocket[] = [];
let events = 0;

async function openOne(ask: Extract<Ask, { do: 'open' }>): Promise<WebSocket> {
  const socket = new WebSocket(ask.url, { headers: ask.headers, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    if (!ask.hello) socket.once('open', () => resolve());
    socket.on('message', (data: Buffer) => {
      // {"t":"event"… and {"t":"ready"…: the seventh byte tells.
      if (data[6] === 101) events += 1;
      else if (data[6] === 114) resolve();
    });
    if (ask.hello) socket.once('open', () => socket.send(JSON.stringify(ask.hello)));
  });
  return socket;
}

async function answer(ask: Ask): Promise<number> {
  if (ask.do === 'open') {
    for (let left = ask.count; left > 0; left -= 50) {
      const some = Array.from({ length: Math.min(50, left) }, () => openOne(ask));
      sockets.push(...(await Promise.all(some)));
    }
  }
  if (ask.do === 'close') {
    const gone = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) socket.close();
    await Promise.all(gone);
    sockets = [];
  }
  const seen = events;
  if (ask.do !== 'count') events = 0;
  return seen;
}

process.on('message', (ask: Ask) => {
  answer(ask).then(
    (value) => process.send?.({ value }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
