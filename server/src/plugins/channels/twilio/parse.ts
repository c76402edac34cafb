import type { Inbound, InboundAttachment, InboundMessage, InboundStatus } from '@meada/contract/channels';
import type { AttachmentKind, Content } from '@meada/contract/content';
import {
  type Arrival,
  MalformedError,
  type RawRequest,
  type Receipt,
} from '../../../modules/inboxes/port.ts';
import { isPermanent } from './errors.ts';

/** Parameters of a request, by name. */
type Parameters = Map<string, string>;

/** Reads a form, or a JSON object of the same names. Throws on anything else. */
function parametersOf(body: Uint8Array): Parameters {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  if (!text.trimStart().startsWith('{')) return new Map(new URLSearchParams(text));
  const read: unknown = JSON.parse(text);
  return new Map(
    Object.entries(read as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
    ),
  );
}

const sidForm = /^(SM|MM)[0-9a-f]{32}$/i;

function sidOf(parameters: Parameters): string {
  const sid = parameters.get('MessageSid') ?? parameters.get('SmsSid') ?? '';
  if (!sidForm.test(sid)) throw new MalformedError('MessageSid');
  return sid;
}

/** States the platform tells of what we sent. `received` is a message to us, everything else is about ours. */
const stateOf = (parameters: Parameters): string =>
  (parameters.get('MessageStatus') ?? parameters.get('SmsStatus') ?? '').toLowerCase();
const isStatus = (parameters: Parameters): boolean =>
  parameters.has('MessageStatus') || !['', 'received'].includes(stateOf(parameters));

/** A request is one message or one status; the fate of a message is told several times, under one number. */
export function arrivals(request: RawRequest): Arrival[] {
  let parameters: Parameters;
  try {
    parameters = parametersOf(request.body);
  } catch {
    throw new MalformedError('body');
  }
  const sid = sidOf(parameters);
  const externalId = isStatus(parameters) ? `${sid}:${stateOf(parameters).slice(0, 40)}` : sid;
  const type = request.headers['content-type'];
  const dispatchId = request.query.dispatch;
  return [
    {
      externalId,
      body: request.body,
      headers: type ? { 'content-type': type } : {},
      facts: dispatchId && /^[0-9a-f-]{36}$/.test(dispatchId) ? { dispatchId } : {},
    },
  ];
}

/** Turns one request into the item it is. */
export function parse(receipt: Receipt): Inbound[] {
  const parameters = parametersOf(receipt.body);
  return [isStatus(parameters) ? statusOf(parameters, receipt) : messageOf(parameters, receipt)];
}

/** What the platform calls it → what it is to us; states that say only that it is under way are left out. */
const states: Record<string, InboundStatus['state']> = {
  sent: 'sent',
  delivered: 'delivered',
  partially_delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

function statusOf(parameters: Parameters, receipt: Receipt): Inbound {
  const told = stateOf(parameters);
  const state = Object.hasOwn(states, told) ? states[told] : undefined;
  if (!state) return { kind: 'ignored', reason: `status ${told.slice(0, 40)}` };
  const code = /^\d{1,6}$/.exec(parameters.get('ErrorCode') ?? '')?.[0];
  const { dispatchId } = receipt.facts;
  return {
    kind: 'status',
    externalId: sidOf(parameters),
    ...(typeof dispatchId === 'string' && { dispatchId }),
    state,
    at: receipt.receivedAt,
    ...(state === 'failed' && {
      error: {
        code: code ?? told,
        text: (parameters.get('ErrorMessage') ?? `${told}${code ? ` (${code})` : ''}`).slice(0, 500),
        permanent: code === undefined || isPermanent(Number(code)),
      },
    }),
  };
}

const mediaAtMost = 10;

function messageOf(parameters: Parameters, receipt: Receipt): Inbound {
  const from = (parameters.get('From') ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim();
  // The same account can carry other channels (`name:+55…`): those have plug-ins of their own.
  if (/^[a-z]+:/i.test(from)) return { kind: 'ignored', reason: 'no text message' };
  if (from === '' || from.length > 64) throw new MalformedError('From');
  const attachments = attachmentsOf(parameters);
  const optOut = { STOP: 'out', START: 'in' }[parameters.get('OptOutType')?.toUpperCase() ?? ''];
  const message: InboundMessage = {
    kind: 'message',
    externalId: sidOf(parameters),
    at: receipt.receivedAt,
    from: { kind: 'phone', value: from },
    proof: 'platform',
    content: contentOf(parameters.get('Body') ?? '', attachments),
    ...(attachments.length > 0 && { attachments }),
    ...((optOut === 'out' || optOut === 'in') && { optOut }),
  };
  return message;
}

function contentOf(body: string, attachments: InboundAttachment[]): Content {
  const text = body.replaceAll('\u0000', '').toWellFormed().slice(0, 20_000);
  const [first] = attachments;
  if (!first) return { v: 1, kind: 'text', text };
  const media = attachments.every((one) => one.kind === first.kind) ? first.kind : 'document';
  return { v: 1, kind: 'media', media, ...(text.trim() && { text }) };
}

/** Files of an MMS: only their addresses; `fetchMedia` decides whether one may be asked for. */
function attachmentsOf(parameters: Parameters): InboundAttachment[] {
  const told = Number(parameters.get('NumMedia') ?? 0);
  const count = Number.isInteger(told) ? Math.min(Math.max(told, 0), mediaAtMost) : 0;
  return Array.from({ length: count }, (_, index) => ({
    ref: parameters.get(`MediaUrl${index}`) ?? '',
    type: /^[\w.+-]+\/[\w.+-]+$/.exec(parameters.get(`MediaContentType${index}`) ?? '')?.[0] ?? '',
  }))
    .filter(({ ref }) => ref !== '' && ref.length <= 2000)
    .map(({ ref, type }, index) => {
      const kind = kindOf(type);
      const name = `mms-${index + 1}${type ? `.${type.split('/')[1]?.slice(0, 20)}` : ''}`;
      return { kind, name, type: type || 'application/octet-stream', ref };
    });
}

function kindOf(type: string): AttachmentKind {
  const family = type.split('/')[0];
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}
