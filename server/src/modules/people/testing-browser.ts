import { WebSocket } from 'ws';

export type Answer = { status: number; body: Record<string, unknown>; cookies: string[]; text: string };
/** What `JSON.parse` gives: the answer has been held against the contract already, a test reads what it expects. */
type Parsed = ReturnType<typeof JSON.parse>;
export type Frame = { t: string; code?: string; name?: string; topic?: string; data?: unknown };

export type Socket = {
  frames: Frame[];
  /** Code of the frame that ended it for good, null while it lives. */
  ended(): string | null;
  send(frame: object): void;
  close(): void;
  /** The browser dies, or its network: nothing is said. */
  cut(): void;
};

export type Browser = {
  cookies: Map<string, string>;
  headers: Record<string, string>;
  /** Calls and throws nothing; the answer's cookies are kept. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls and throws unless the answer is 200; answers the body. */
  ok(method: string, path: string, body?: unknown): Promise<Parsed>;
  /** Opens the desk's socket, at `url` when it is another process; says nothing yet. */
  socket(url?: string): Promise<Socket>;
};

/** A browser of the desk: keeps cookies, sends the desk's own header. */
export function makeBrowser(url: string): Browser {
  const cookies = new Map<string, string>();
  const headers: Record<string, string> = { 'x-meada-csrf': '1' };
  const sent = (): Record<string, string> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...headers, ...(cookie ? { cookie } : {}) };
  };
  const call: Browser['call'] = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...sent(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie();
    for (const line of set) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), cookies: set, text };
  };
  return {
    cookies,
    headers,
    call,
    ok: async (method, path, body) => {
      const answer = await call(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.body;
    },
    socket: (other = url) => openSocket(`${other.replace('http', 'ws')}/api/live`, sent()),
  };
}

function openSocket(url: string, headers: Record<string, string>): Promise<Socket> {
  const client = new WebSocket(url, { headers });
  const frames: Frame[] = [];
  client.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8'))));
  const socket: Socket = {
    frames,
    ended: () => frames.find((frame) => frame.t === 'end')?.code ?? null,
    send: (frame) => client.send(JSON.stringify(frame)),
    close: () => client.close(),
    cut: () => client.terminate(),
  };
  return new Promise((resolve, reject) => {
    client.on('open', () => resolve(socket));
    client.on('error', reject);
  });
}
