import { createHash } from 'node:crypto';
import type { Inbound, InboundStatus } from '@meada/contract/channels';
import {
  type Arrival,
  MalformedError,
  type RawRequest,
  type Receipt,
  type Settings,
} from '../../../modules/inboxes/port.ts';
import { valueAt, wordAt } from './path.ts';
import { type Account, accountOf } from './settings.ts';

const itemsAtMost = 500;

/** A JSON document, or a form as an object; throws on anything else. */
function documentOf(body: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body).trim();
  if (/^[{[]/.test(text)) return JSON.parse(text);
  if (!text.includes('=')) throw new Error('neither JSON nor a form');
  return Object.fromEntries(new URLSearchParams(text));
}

/**
 * A notice goes into the ledger whole: which fields it has only the settings know. Gateways repeat a notice byte for
 * byte until it is answered, so the bytes are its number.
 */
export function arrivals(request: RawRequest): Arrival[] {
  try {
    documentOf(request.body);
  } catch {
    throw new MalformedError('body');
  }
  const type = request.headers['content-type'];
  return [
    {
      externalId: hashOf(request.body),
      body: request.body,
      headers: type ? { 'content-type': type } : {},
      facts: {},
    },
  ];
}

const hashOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 32);

/** Turns a notice into the messages and fates in it. */
export function parse(receipt: Receipt, settings: Settings): Inbound[] {
  const account = accountOf(settings);
  const document = documentOf(receipt.body);
  const list = account.inList ? valueAt(document, account.inList) : document;
  const items = Array.isArray(list) ? list.slice(0, itemsAtMost) : [list ?? document];
  return items.map((item, index) => itemOf(item, account, { receipt, index }));
}

type Place = { receipt: Receipt; index: number };

function itemOf(item: unknown, account: Account, place: Place): Inbound {
  const from = wordAt(item, account.inFrom, 64);
  const text = valueAt(item, account.inText);
  const status = statusOf(item, account, place);
  // Some gateways repeat number and text in a report: what has a word we know for a fate is one.
  if (status) return status;
  if (from === undefined || typeof text !== 'string')
    return { kind: 'ignored', reason: 'neither a message nor a status' };
  const id = wordAt(item, account.inId, 200);
  return {
    kind: 'message',
    externalId: id ? `in:${id}` : `in:${hashOf(place.receipt.body)}:${place.index}`,
    at: instantOf(wordAt(item, account.inAt, 64), place.receipt),
    from: { kind: 'phone', value: e164(from) },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: text.replaceAll('\u0000', '').toWellFormed().slice(0, 20_000) },
  };
}

function statusOf(item: unknown, account: Account, place: Place): InboundStatus | null {
  const externalId = wordAt(item, account.statusId, 200);
  const state = stateOf(wordAt(item, account.statusWord, 100), account);
  if (externalId === undefined || state === null) return null;
  const text = wordAt(item, account.statusError, 500) ?? wordAt(item, account.statusWord, 100) ?? state;
  return {
    kind: 'status',
    externalId,
    ...(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(externalId) && { dispatchId: externalId }),
    state,
    at: instantOf(undefined, place.receipt),
    ...(state === 'failed' && { error: { code: 'gateway', text, permanent: true } }),
  };
}

const bare = (word: string): string => word.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

function stateOf(word: string | undefined, account: Account): InboundStatus['state'] | null {
  if (word === undefined) return null;
  const has = (list: string[]): boolean => list.some((one) => bare(one) === bare(word));
  if (has(account.deliveredWords)) return 'delivered';
  if (has(account.failedWords)) return 'failed';
  return has(account.sentWords) ? 'sent' : null;
}

/** Digits with a country code get their plus; Brazilian gateways leave out 55 as well. */
function e164(number: string): string {
  const digits = number.replace(/[\s().-]/g, '');
  if (/^[1-9]\d9?\d{8}$/.test(digits) && digits.length <= 11) return `+55${digits}`;
  return /^\d{12,15}$/.test(digits) ? `+${digits}` : number;
}

/** ISO text or seconds (or milliseconds) of the epoch; else when it came. */
function instantOf(word: string | undefined, receipt: Receipt): string {
  const number = word !== undefined && /^\d{9,13}$/.test(word) ? Number(word) : undefined;
  const ms = number === undefined ? Date.parse(word ?? '') : number < 1e11 ? number * 1000 : number;
  const at = new Date(ms);
  const isSound = Number.isFinite(ms) && at.getUTCFullYear() >= 2000 && at.getUTCFullYear() < 2100;
  return isSound ? at.toISOString() : receipt.receivedAt;
}
