import { createHash } from 'node:crypto';
import { PushBody, PushedItem } from '@meada/contract/routes/channel';
import type { z } from 'zod';
import { type Arrival, MalformedError, type RawRequest } from '../../../modules/inboxes/port.ts';

/** What one item of a push is in the ledger. Versioned: receipts are replayed up to 30 days later. */
type Kept = { v: 1; item: unknown };

/** Splits a verified webhook into arrivals, one per item; throws `MalformedError` with the field that is wrong. */
export function arrivals(request: RawRequest): Arrival[] {
  const body = readJson(request.body);
  const read = PushBody.safeParse(body);
  if (!read.success) throw malformed(read.error);
  const raw = (body as { items: unknown[] }).items;
  return toArrivals(
    read.data.items.map((item, index) => ({ item, raw: raw[index] })),
    { inbox: request.inboxId ?? '', by: 'signature' },
  );
}

/** The items of a push by key, which the route has checked. */
export const arrivalsOf = (items: readonly PushedItem[], inboxId: string): Arrival[] =>
  toArrivals(
    items.map((item) => ({ item, raw: item })),
    { inbox: inboxId, by: 'key' },
  );

function toArrivals(items: { item: PushedItem; raw: unknown }[], facts: Arrival['facts']): Arrival[] {
  const byId = new Map<string, Arrival>();
  for (const { item, raw } of items) {
    const externalId = externalIdOf(item);
    // The first of two with the same id counts, as it would if they came one after the other.
    if (byId.has(externalId)) continue;
    const kept: Kept = { v: 1, item: raw };
    const body = new TextEncoder().encode(JSON.stringify(kept));
    byId.set(externalId, { externalId, body, headers: { 'content-type': 'application/json' }, facts });
  }
  return [...byId.values()];
}

/** A message is the same by its id, a status by its state, anything else by all it says. */
function externalIdOf(item: PushedItem): string {
  if (item.kind === 'message') return `message:${item.externalId}`;
  if (item.kind === 'status') return `status:${item.state}:${item.externalId}`;
  return `${item.kind}:${createHash('sha256').update(JSON.stringify(item)).digest('hex')}`;
}

/** The item of a receipt; throws on anything else. */
export function itemOf(bytes: Uint8Array): PushedItem {
  const kept = readJson(bytes) as Partial<Kept> | null;
  if (kept?.v !== 1) throw new MalformedError('v');
  const read = PushedItem.safeParse(kept.item);
  if (!read.success) throw malformed(read.error);
  return read.data;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedError('body', 'The body is not JSON in UTF-8.');
  }
}

function malformed(error: z.ZodError): MalformedError {
  const issue = error.issues[0];
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = ['body', ...(issue?.path ?? []), ...keys].join('.');
  return new MalformedError(field, `${field}: ${issue?.message ?? 'malformed'}`);
}
