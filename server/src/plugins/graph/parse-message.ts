import type { Address, Inbound, InboundMessage } from '@meada/contract/channels';
import { Content } from '@meada/contract/content';
import { Id } from '@meada/contract/primitives';
import type { Event } from './event.ts';
import { defined, line, type Raw, record, text } from './json.ts';
import { attachmentsOf, type Files } from './parse-attachments.ts';

/** Token of ours as it stands in a text or in the `ref` of a link; the server checks it. */
const tokenPattern = /\bM-[A-Za-z0-9_-]{16,}\b/g;

/** Whether an address is the account itself. */
export const isOwn = ({ accountId, pageId }: Event, { value }: Address): boolean =>
  value === accountId || value === pageId;

/** A message of a customer, of the firm in the platform's own app (echo), or one taken back. */
export function parseMessage(message: Raw, event: Event): Inbound[] {
  const externalId = line(message.mid, 512);
  if (!externalId) throw new Error('message without an id');
  if (message.is_deleted === true) return [{ kind: 'deletion', externalId, at: event.at }];
  if (message.is_echo !== true) return [messageOf(message, event, externalId)];
  const dispatch = Id.safeParse(message.metadata);
  if (dispatch.success)
    return [{ kind: 'status', externalId, dispatchId: dispatch.data, state: 'sent', at: event.at }];
  // Further parts of a message of ours say whose they are.
  if (/^[0-9a-f-]{36}#\d+$/.test(text(message.metadata, 64) ?? ''))
    return [{ kind: 'ignored', reason: 'part_of_ours' }];
  if (!event.to) throw new Error('echo without an addressee');
  return [{ ...messageOf(message, event, externalId), echo: true, to: event.to }];
}

function messageOf(message: Raw, event: Event, externalId: string): InboundMessage {
  const { from, at } = event;
  if (!from) throw new Error('message without a readable sender');
  const files = attachmentsOf(message);
  const content = contentOf(message, files);
  const said = 'text' in content ? (content.text ?? '') : '';
  const referral = record(message.referral);
  const answered = line(record(message.reply_to)?.mid, 512);
  return {
    kind: 'message',
    externalId,
    at,
    from,
    proof: 'platform',
    content,
    ...(answered ? { replyTo: [answered] } : {}),
    ...tokensOf(`${said} ${text(referral?.ref, 500) ?? ''}`),
    ...(files.attachments.length > 0 ? { attachments: files.attachments } : {}),
    ...factsFrom({ ...files.facts, ...referralFacts(referral) }),
  };
}

function contentOf(message: Raw, files: Files): Content {
  const said = text(message.text);
  const payload = line(record(message.quick_reply)?.payload, 1024);
  const [first] = files.attachments;
  const wanted: unknown =
    message.is_unsupported === true
      ? { kind: 'unsupported', type: 'unsupported', text: said }
      : payload
        ? { kind: 'button_reply', id: payload, text: said ?? payload }
        : files.content && !said
          ? files.content
          : first && !files.beside
            ? { kind: 'media', media: first.kind, text: said }
            : said || files.words
              ? { kind: 'text', text: [said, files.words].filter(Boolean).join('\n') }
              : first
                ? { kind: 'media', media: first.kind }
                : { kind: 'unsupported', type: files.unknown ?? 'empty' };
  const content = Content.safeParse(defined(wanted as object));
  return content.success ? content.data : Content.parse({ kind: 'unsupported', type: 'malformed' });
}

/** A button of ours, the menu or the start button was pressed; a link's `ref` comes with it. */
export function parsePostback(postback: Raw, event: Event): Inbound[] {
  const { from, at } = event;
  if (!from) throw new Error('postback without a readable sender');
  const title = text(postback.title, 2000) ?? text(postback.payload, 2000) ?? '';
  const id = line(postback.payload, 1024) ?? line(title, 1024) ?? '';
  const referral = record(postback.referral);
  const externalId = line(postback.mid, 512) ?? `postback:${from.value}:${at}`;
  const tokens = tokensOf(text(referral?.ref, 500) ?? '');
  if (tokens.tokens) return [started(event, externalId, tokens.tokens)];
  return [
    {
      kind: 'message',
      externalId,
      at,
      from,
      proof: 'platform',
      content: Content.parse({ kind: 'button_reply', id, text: title }),
      ...factsFrom(referralFacts(referral)),
    },
  ];
}

/** Somebody came by a link or an advertisement without a word: of interest when the link is one of our switches. */
export function parseReferral(referral: Raw, event: Event): Inbound[] {
  const { tokens } = tokensOf(text(referral.ref, 500) ?? '');
  if (!tokens || !event.from) {
    const source = line(referral.source, 64) ?? 'unknown';
    return [{ kind: 'ignored', reason: `referral:${source}` }];
  }
  return [started(event, `referral:${event.from.value}:${event.at}`, tokens)];
}

/** The customer opened our link: the words are the token, which the server takes out again. */
function started(event: Event, externalId: string, tokens: string[]): InboundMessage {
  const { from, at } = event;
  if (!from) throw new Error('link opened by nobody');
  const content = { v: 1 as const, kind: 'text' as const, text: tokens.join(' ') };
  return { kind: 'message', externalId, at, from, proof: 'platform', content, tokens };
}

function tokensOf(words: string): { tokens?: string[] } {
  const found = [...new Set(words.match(tokenPattern) ?? [])];
  return found.length > 0 ? { tokens: found } : {};
}

/** What an advertisement or link brought: shown to the agent and given to routing. */
function referralFacts(referral: Raw | undefined): Record<string, string | undefined> {
  if (!referral) return {};
  const ad = record(referral.ads_context_data) ?? {};
  return {
    referralSource: line(referral.source, 64),
    referralRef: line(referral.ref, 500),
    adId: line(referral.ad_id, 64),
    adTitle: line(ad.ad_title, 500),
    adUrl: line(referral.referer_uri ?? ad.photo_url ?? ad.video_url, 2000),
    product: line(record(referral.product)?.id, 128),
  };
}

function factsFrom(facts: Record<string, string | undefined>): { facts?: Record<string, string> } {
  const said = defined(facts) as Record<string, string>;
  return Object.keys(said).length > 0 ? { facts: said } : {};
}
