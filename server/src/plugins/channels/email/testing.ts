import { readFileSync } from 'node:fs';
import type { Inbound, InboundMessage, OutboundMessage } from '@meada/contract/channels';
import type { ChannelIo, Receipt, Settings } from '../../../modules/inboxes/port.ts';
import { parse } from './parse.ts';

/** What the tests of this plug-in share: settings, an io, readers of fixtures. */
export const settings: Settings = {
  address: 'sac@loja.test',
  name: 'Loja',
  imapHost: 'imap.loja.test',
  imapSecurity: 'none',
  imapPassword: 'imap-secret-1',
  smtpHost: 'smtp.loja.test',
  smtpSecurity: 'none',
  smtpPassword: 'smtp-secret-2',
  authservId: 'mx.loja.test',
};

export const receivedAt = '2026-03-02T12:00:00.000Z';

export const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}.eml`, import.meta.url)));

export function receiptOf(body: Uint8Array | string, facts: Receipt['facts'] = {}): Receipt {
  return {
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    headers: {},
    receivedAt,
    facts,
  };
}

export async function read(name: string): Promise<{ message: InboundMessage; rest: Inbound[] }> {
  return await readReceipt(receiptOf(fixture(name)));
}

export async function readReceipt(receipt: Receipt): Promise<{ message: InboundMessage; rest: Inbound[] }> {
  const [message, ...rest] = await parse(receipt, settings);
  if (message?.kind !== 'message') throw new Error('a mail gives a message first');
  return { message, rest };
}

/** An io that resolves every host to itself, as the operator's allow list lets the demo do. */
export function ioFor(own: Settings): ChannelIo {
  return {
    inbox: { id: 'inbox', orgId: 'org', name: 'SAC', address: String(own.address), brand: 'Loja X' },
    settings: own,
    egress: {
      fetch: () => Promise.reject(new Error('mail does not fetch')),
      resolve: (host, port) => Promise.resolve({ address: host, port, servername: host }),
    },
    publicUrl: 'https://meada.test',
    now: () => new Date(),
    log: () => {},
  };
}

export function outbound(part: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    messageId: '0190aaaa-bbbb-7ccc-8ddd-000000000001',
    dispatchId: '0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee',
    to: { kind: 'email', value: 'ana@cliente.test', name: 'Ana' },
    content: { v: 1, kind: 'text', text: 'Olá' },
    attachments: [],
    replyToken: 'tok-1',
    author: { name: 'Maria', locale: 'pt-BR' },
    protocol: '20260302-0001-7',
    ...part,
  };
}

/** Resolves when the condition holds; fails after `limit` ms. Polls, since what it waits for comes over a socket. */
export async function until(condition: () => boolean, limit = 20_000): Promise<void> {
  const end = performance.now() + limit;
  while (!condition()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
