import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, FormData as OutgoingForm, request } from 'undici';
import { Failure } from './errors.ts';

/**
 * The one door out of the machine (LESSONS B7): http and https only, the host resolved once, every address checked to
 * be public unicast, the connection made to that address, each redirect checked again, credentials dropped across
 * hosts, bytes and time capped. Only the operator's EGRESS_ALLOW opens a host:port that is not public.
 */
export type EgressResponse = {
  status: number;
  headers: Record<string, string>;
  bytes(): Promise<Uint8Array>;
  json(): Promise<unknown>;
  /** The body as it comes, without a limit: read it to its end or destroy it. */
  stream(): Readable;
};
export type EgressInit = {
  method?: string;
  headers?: Record<string, string>;
  /** A stream needs the header `content-length`, and no redirects: it can be sent once. */
  body?: string | Uint8Array | FormData | Readable;
  timeoutMs?: number;
  /** Large bodies: `timeoutMs` counts silence and not the whole call, which lasts while bytes move. */
  isLong?: boolean;
  maxBytes?: number;
  redirects?: number;
  signal?: AbortSignal;
};
export type Egress = {
  fetch(url: string, init?: EgressInit): Promise<EgressResponse>;
  /** For protocols with their own client: connect to `address`, call it `servername`. */
  resolve(host: string, port: number): Promise<{ address: string; port: number; servername: string }>;
  close(): Promise<void>;
};

const defaults = { timeoutMs: 30_000, maxBytes: 50 * 1024 * 1024, redirects: 3 };

/** Whether an address is public unicast, looking through v4-mapped, NAT64 and 6to4 forms. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.kind() === 'ipv4') return address.range() === 'unicast';
  const six = address as ipaddr.IPv6;
  if (six.isIPv4MappedAddress()) return isPublicAddress(six.toIPv4Address().toString());
  return six.range() === 'unicast';
}

/** Refusals are failures with code `refused`: the address is not one this server may call. */
const notAllowed = (host: string): Failure =>
  new Failure('refused', `The address ${host} is not public and may not be called.`);

type Resolve = Egress['resolve'];

/** The check of an address before anything connects to it; `allow` names host:port that may be private. */
function makeResolve(allow: readonly string[]): Resolve {
  const allowed = new Set(allow.map((entry) => entry.toLowerCase()));
  return async (host, port) => {
    const name = host.replace(/^\[|\]$/g, '').toLowerCase();
    const addresses = isIP(name) ? [name] : await lookupAll(name);
    const first = addresses[0];
    if (!first) throw new Failure('outside_failed', `The host ${name} is not known.`);
    const open =
      allowed.has(`${name}:${port}`) || addresses.every((address) => allowed.has(`${address}:${port}`));
    if (!open && !addresses.every(isPublicAddress)) throw notAllowed(name);
    return { address: first, port, servername: name };
  };
}

/** One pool of connections per checked address. */
function makeAgents(): { at(address: string): Agent; close(): Promise<void> } {
  const agents = new Map<string, Agent>();
  const at = (address: string): Agent => {
    const known = agents.get(address);
    if (known) return known;
    if (agents.size > 500) agents.clear();
    const agent = new Agent({
      connect: {
        // The address that was checked is the address that is called.
        lookup: (_host, options, done) => {
          const family = isIP(address);
          if (options.all) done(null, [{ address, family }]);
          else done(null, address, family);
        },
      },
      keepAliveTimeout: 10_000,
    });
    agents.set(address, agent);
    return agent;
  };
  const close = async (): Promise<void> => {
    await Promise.all([...agents.values()].map((agent) => agent.destroy()));
  };
  return { at, close };
}

export function makeEgress(allow: readonly string[]): Egress {
  const resolve = makeResolve(allow);
  const agents = makeAgents();
  const fetchOnce = async (url: URL, init: EgressInit): Promise<Dispatcher.ResponseData> => {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const { address } = await resolve(url.hostname, port);
    const timeout = init.timeoutMs ?? defaults.timeoutMs;
    return request(url, {
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { 'user-agent': 'Meada', ...init.headers },
      body: bodyOf(init.body),
      dispatcher: agents.at(address),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      signal: AbortSignal.any([
        ...(init.signal ? [init.signal] : []),
        ...(init.isLong ? [] : [AbortSignal.timeout(timeout)]),
      ]),
    });
  };
  return {
    resolve,
    fetch: async (address, init = {}) => {
      let url = webUrl(address);
      let current = init;
      for (let left = init.redirects ?? defaults.redirects; ; left -= 1) {
        const response = await fetchOnce(url, current);
        const location = response.headers.location;
        if (response.statusCode < 300 || response.statusCode >= 400 || typeof location !== 'string') {
          return answerOf(response, init.maxBytes ?? defaults.maxBytes);
        }
        await response.body.dump();
        if (left <= 0) throw new Failure('outside_failed', 'Too many redirects.');
        const next = webUrl(new URL(location, url).href);
        current = redirected(current, response.statusCode, next.origin === url.origin);
        url = next;
      }
    },
    close: agents.close,
  };
}

/** undici's request knows only its own FormData; the one callers have is the runtime's. */
function bodyOf(body: EgressInit['body']): Dispatcher.DispatchOptions['body'] {
  if (!(body instanceof FormData)) return body as Dispatcher.DispatchOptions['body'];
  const form = new OutgoingForm();
  for (const [name, value] of body.entries()) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, value.name);
  }
  return form;
}

function webUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new Failure('refused', 'Only http and https addresses may be called.');
  if (url.username || url.password)
    throw new Failure('refused', 'Addresses with credentials in them may not be called.');
  return url;
}

async function lookupAll(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map((entry) => entry.address);
  } catch {
    throw new Failure('outside_failed', `The host ${name} is not known.`);
  }
}

const credentialHeaders = new Set(['authorization', 'cookie', 'proxy-authorization', 'x-api-key']);

function redirected(init: EgressInit, status: number, sameOrigin: boolean): EgressInit {
  const headers = Object.fromEntries(
    Object.entries(init.headers ?? {}).filter(
      ([name]) => sameOrigin || !credentialHeaders.has(name.toLowerCase()),
    ),
  );
  const keepsBody = status === 307 || status === 308;
  return keepsBody ? { ...init, headers } : { ...init, headers, method: 'GET', body: undefined };
}

function answerOf(response: Dispatcher.ResponseData, maxBytes: number): EgressResponse {
  const bytes = async (): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > maxBytes) throw new Failure('too_large', `The answer is larger than ${maxBytes} bytes.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    status: response.statusCode,
    headers,
    bytes,
    stream: () => response.body,
    json: async () => JSON.parse(Buffer.from(await bytes()).toString('utf8')),
  };
}
