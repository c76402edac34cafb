import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { headerOf, type Keys, wrongSignature } from './signature.ts';

/** What goes wrong with the next call; `cut` breaks the connection after that many bytes of the answer's body. */
export type Fault =
  | { how: 'answer'; status: number; code: string }
  | { how: 'cut'; after?: number }
  | { how: 'delay'; ms: number };

type Stored = { bytes: Buffer; storedAt: Date };
type State = {
  bucket: string;
  keys: Keys;
  objects: Map<string, Stored>;
  faults: Fault[];
  /** Methods the key may not use. */
  denied: Set<string>;
  calls: string[];
};
type Exchange = {
  state: State;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  cut?: number;
};

export type S3Simulator = Awaited<ReturnType<typeof startS3>>;

/**
 * Starts an object store that speaks S3 as far as a store of files needs it: one bucket addressed by path, signatures
 * verified, put, get with one range, head, delete, list. Errors are its XML documents.
 */
export async function startS3(options: Partial<Keys & { bucket: string; port: number }> = {}) {
  const { bucket = 'meada-files', accessKey = 'simulated-key', secretKey = 'simulated/secret+key' } = options;
  const keys = { accessKey, secretKey, region: options.region ?? 'sa-east-1' };
  const state: State = {
    bucket,
    keys,
    objects: new Map(),
    faults: [],
    denied: new Set(),
    calls: [],
  };
  const server = createServer((request, response) => {
    request.on('error', () => {});
    void answer(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    allow: [new URL(url).host],
    ...keys,
    /** The setting FILES_S3. */
    location: `s3://${bucket}?endpoint=${encodeURIComponent(url)}&region=${keys.region}`,
    objects: state.objects,
    denied: state.denied,
    /** Method and path of every call, also of those refused. */
    calls: state.calls,
    failNext(fault: Fault, times = 1): void {
      for (let n = 0; n < times; n += 1) state.faults.push(fault);
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  state.calls.push(`${request.method} ${request.url}`);
  const fault = state.faults.shift();
  if (fault?.how === 'cut' && fault.after === undefined) {
    request.socket.destroy();
    return;
  }
  const body = Buffer.concat(await request.toArray());
  if (fault?.how === 'delay') await pause(fault.ms);
  const exchange = { state, request, response, body, cut: fault?.how === 'cut' ? fault.after : undefined };
  const refused: [number, string] | null =
    fault?.how === 'answer' ? [fault.status, fault.code] : refusalOf(exchange);
  if (refused) refuse(response, ...refused);
  else serve(exchange);
}

function refusalOf({ state, request, body }: Exchange): [number, string] | null {
  const wrong = wrongSignature(request, state.keys, new Date());
  if (wrong) return [wrong === 'AuthorizationHeaderMalformed' ? 400 : 403, wrong];
  const named = headerOf(request, 'x-amz-content-sha256');
  const isRight = named === 'UNSIGNED-PAYLOAD' || named === createHash('sha256').update(body).digest('hex');
  if (!isRight) return [400, 'XAmzContentSHA256Mismatch'];
  if (state.denied.has(request.method ?? '')) return [403, 'AccessDenied'];
  const [, bucket] = (request.url ?? '').split(/[/?]/);
  return bucket === state.bucket ? null : [404, 'NoSuchBucket'];
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';

function refuse(response: ServerResponse, status: number, code: string): void {
  const text = `${xml}<Error><Code>${code}</Code><Message>Simulated.</Message><RequestId>0</RequestId></Error>`;
  const hasBody = response.req.method !== 'HEAD';
  response.writeHead(status, { 'content-type': 'application/xml' }).end(hasBody ? text : undefined);
}

function serve(exchange: Exchange): void {
  const { state, request, response, body } = exchange;
  const url = new URL(request.url ?? '', 'http://s3');
  const key = decodeURIComponent(url.pathname.slice(state.bucket.length + 2));
  if (request.method === 'GET' && key === '') list(exchange, url.searchParams);
  else if (request.method === 'PUT') {
    state.objects.set(key, { bytes: body, storedAt: new Date() });
    response.writeHead(200, { etag: tagOf(body) }).end();
  } else if (request.method === 'DELETE') {
    state.objects.delete(key);
    response.writeHead(204).end();
  } else {
    const stored = state.objects.get(key);
    if (stored) send(exchange, stored);
    else refuse(response, 404, 'NoSuchKey');
  }
}

const tagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

function send({ request, response, cut }: Exchange, { bytes, storedAt }: Stored): void {
  const common = { etag: tagOf(bytes), 'last-modified': storedAt.toUTCString(), 'accept-ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headerOf(request, 'range')) ?? [];
  const from = Number(first ?? 0);
  if (first && from >= bytes.length) {
    refuse(response, 416, 'InvalidRange');
    return;
  }
  const part = first ? bytes.subarray(from, Number(last) + 1) : bytes;
  const range = `bytes ${from}-${from + part.length - 1}/${bytes.length}`;
  response.writeHead(first ? 206 : 200, {
    ...common,
    'content-length': part.length,
    ...(first ? { 'content-range': range } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else if (cut === undefined) response.end(part);
  else response.write(part.subarray(0, cut), () => response.destroy());
}

/** ListObjectsV2: in the order of the keys, a page at a time. */
function list({ state, response }: Exchange, query: URLSearchParams): void {
  const size = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const [prefix, after] = [query.get('prefix') ?? '', query.get('start-after') ?? ''];
  const found = [...state.objects]
    .filter(([key]) => key.startsWith(prefix) && key > after)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const entries = found
    .slice(0, size)
    .map(
      ([key, { bytes, storedAt }]) =>
        `<Contents><Key>${key}</Key><LastModified>${storedAt.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`,
    );
  const facts = `<Name>${state.bucket}</Name><KeyCount>${entries.length}</KeyCount><IsTruncated>${found.length > size}</IsTruncated>`;
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`${xml}<ListBucketResult>${facts}${entries.join('')}</ListBucketResult>`);
}
