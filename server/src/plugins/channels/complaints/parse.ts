import type { Inbound, InboundMessage } from '@meada/contract/channels';
import type { Claim } from '@meada/contract/claims';
import { type PublicMatter, WrittenDown } from '@meada/contract/public';
import { MalformedError, type Receipt, type Settings } from '../../../modules/inboxes/port.ts';
import { type Notice, readNotice } from './mail.ts';
import { addressKind, mailKind } from './manifest.ts';
import { readSaid, type Said } from './read-notice.ts';
import { deadlineOf, type Site, siteOfDomain, sitesOf, slugOf } from './sites.ts';

/**
 * A notice whose sender is proven to be the site's becomes a public complaint, or a later word of it; what somebody
 * wrote down by hand, too. Any other mail is an ordinary mail: private, from whoever it says, proven or not. Pure.
 */
export async function parse(receipt: Receipt, settings: Settings): Promise<Inbound[]> {
  if (receipt.facts.hand === true) return [writtenDown(receipt, settings)];
  const notice = await readNotice(receipt);
  const site = siteOfDomain(sitesOf(settings), notice.domain);
  if (!site || notice.proof === 'none') return [ordinary(notice, receipt, site !== undefined)];
  const said = readSaid(site, notice);
  if (!said) return [{ kind: 'ignored', reason: `a mail of ${site.name} about no complaint` }];
  return [complaint({ site, said, notice }, receipt)];
}

const line = (text: string, max: number): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed();

function ordinary(notice: Notice, receipt: Receipt, claimsSite: boolean): InboundMessage {
  if (!notice.from) throw new MalformedError('from');
  const name = line(notice.fromName, 200);
  return {
    kind: 'message',
    externalId: notice.id,
    at: receipt.receivedAt,
    from: { kind: mailKind, value: notice.from, ...(name ? { name } : {}) },
    proof: notice.proof,
    ...(notice.subject ? { subject: notice.subject } : {}),
    content: { v: 1, kind: 'text', text: notice.text },
    // It says that it is the site's, and nothing proves it.
    ...(claimsSite ? { facts: { unproven: true } } : {}),
  };
}

/** Ends of a complaint owe nothing; every other word of the consumer is answered on the site. */
function matterOf(site: Site, said: Said, at: string): PublicMatter {
  const owes = said.kind === 'new' || said.kind === 'reply';
  const deadlineAt = owes ? deadlineOf(site, at) : null;
  return {
    kind: 'complaint',
    ...(said.url ? { url: said.url } : {}),
    ...(deadlineAt ? { deadlineAt } : {}),
    ...(said.mark === undefined ? {} : { rating: said.mark / site.bestMark }),
    ...(owes ? {} : { owes: false }),
  };
}

type Read = { site: Site; said: Said; notice: Notice };

function complaint({ site, said, notice }: Read, receipt: Receipt): InboundMessage {
  const { kind, title, solved } = said;
  return {
    ...base(site, said, receipt.receivedAt),
    externalId: `${keyOf(site, said.reference)}:${notice.id}`.slice(0, 998),
    proof: 'platform',
    ...(kind === 'new' && title ? { subject: line(title, 300) } : {}),
    content: { v: 1, kind: 'text', text: said.text || notice.subject },
    facts: {
      site: site.name,
      reference: said.reference,
      step: kind,
      ...(title ? { title: line(title, 300) } : {}),
      ...(said.mark === undefined ? {} : { mark: `${said.mark}/${site.bestMark}` }),
      ...(solved === undefined ? {} : { solved }),
    },
    public: matterOf(site, said, receipt.receivedAt),
  };
}

const keyOf = (site: Pick<Site, 'slug'>, reference: string): string =>
  `${site.slug}:${reference.replace(/[^\w./-]+/g, '-').slice(0, 100)}`;

type Party = Pick<Said, 'reference' | 'name' | 'email' | 'phone' | 'title' | 'url'>;

/** What all words of a complaint share: its number is the party's address and joins them. */
function base(site: Pick<Site, 'slug' | 'name'>, said: Party, at: string) {
  const key = keyOf(site, said.reference);
  const name = line(said.name ?? '', 200);
  const claims: Claim[] = [
    ...(said.email ? [{ kind: mailKind, value: line(said.email, 320), source: 'form' as const }] : []),
    ...(said.phone ? [{ kind: 'phone', value: line(said.phone, 32), source: 'form' as const }] : []),
  ];
  return {
    kind: 'message' as const,
    at,
    from: { kind: addressKind, value: key, ...(name ? { name } : {}) },
    ...(claims.length > 0 ? { claims } : {}),
    threadIds: [key],
    replyTo: [key],
    outsideThread: {
      kind: 'post' as const,
      key,
      name: `${site.name} ${said.reference}`.slice(0, 500),
      ...(said.url ? { url: said.url } : {}),
    },
  };
}

function writtenDown(receipt: Receipt, settings: Settings): InboundMessage {
  const read = WrittenDown.safeParse(JSON.parse(new TextDecoder().decode(receipt.body)));
  if (!read.success) throw new MalformedError(read.error.issues[0]?.path.join('.') || 'body');
  const { site: name, customer, title, url, text, rating, clientId } = read.data;
  const slug = slugOf(name);
  const site = sitesOf(settings).find((one) => one.slug === slug);
  const reference = read.data.reference ?? `hand-${clientId}`;
  const at = receipt.receivedAt;
  const deadlineAt = read.data.deadlineAt ?? (site ? deadlineOf(site, at) : null);
  return {
    ...base({ slug, name }, { ...customer, reference, title, url }, at),
    externalId: `hand:${clientId}`,
    proof: 'person',
    ...(title ? { subject: line(title, 300) } : {}),
    content: { v: 1, kind: 'text', text },
    facts: { site: name, byHand: true, ...(read.data.reference ? { reference } : {}) },
    public: {
      kind: 'complaint',
      ...(url ? { url } : {}),
      ...(deadlineAt ? { deadlineAt } : {}),
      ...(rating === undefined ? {} : { rating }),
    },
  };
}
