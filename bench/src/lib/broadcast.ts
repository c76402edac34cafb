import { WebSocketServer } from 'ws';

/** The reference arm of the fan-out: bare `ws`, one frame made once, sent to everybody. */
export type Broadcast = { text: string; times: number; burst: number; everyMs: number };

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('listening', () => process.send?.({ value: (server.address() as { port: number }).port }));

process.on('message', ({ text, times, burst, everyMs }: Broadcast) => {
  const frame = Buffer.from(text);
  let left = times;
  const timer = setInterval(() => {
    for (let n = 0; n < burst; n += 1) {
      for (const client of server.clients) client.send(frame, { binary: false });
    }
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    setTimeout(() => process.send?.({ value: 0 }), 300);
  }, everyMs);
});
process.on('disconnect', () => process.exit(0));
