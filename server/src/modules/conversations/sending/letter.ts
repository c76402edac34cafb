import type { ChannelManifest } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';
import type { sendMessage } from '@meada/contract/routes/conversations';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { cleanHtml, textOfHtml } from '../../../kernel/html.ts';
import type { Input } from '../../../kernel/http/route.ts';
import type { SendFile } from './rules.ts';

/** Somebody who gets a copy, as it is kept and sent. */
export type Copied = { kind: string; value: string; name?: string };

/** What a written mail has beside its words. */
export type Letter = {
  /** Safe, with `cid:` and the attachment's id for pictures in the text; null: plain words. */
  html: string | null;
  /** Null: nothing was said about copies; everybody who got one so far gets one. */
  cc: Copied[] | null;
  bcc: Copied[];
  quotedId: string | null;
  /** Attachments the text shows. */
  inlineIds: string[];
};

type Body = Input<typeof sendMessage>['body'];
type Written = Pick<Body, 'content' | 'html' | 'cc' | 'bcc'> & { quotedId?: string | undefined };
type Place = { conversationId: string; manifest: ChannelManifest; files: readonly SendFile[] };

/**
 * Reads rich text, copies and quotation as far as the channel has them; nothing of it for the others. The words of the
 * content are made of the HTML, so that both say the same. Throws `refused` with the field.
 */
export async function readLetter(
  ctx: Ctx,
  place: Place,
  written: Written,
): Promise<{ letter: Letter | null; content: Outgoing }> {
  const { capabilities } = place.manifest;
  const rich = capabilities.html ? richText(written.html, place.files) : null;
  const copies = capabilities.subject;
  const cc = copies && written.cc ? copiedTo(place.manifest, written.cc, 'body.cc') : null;
  const bcc = copies ? copiedTo(place.manifest, written.bcc ?? [], 'body.bcc') : [];
  // Asked on every channel: a foreign id must be answered alike wherever it is said.
  const quoted = await quotedOf(ctx, place.conversationId, written.quotedId);
  const quotedId = copies ? quoted : null;
  const content = rich ? withWords(written.content, rich.html) : written.content;
  if (!rich && !cc && bcc.length === 0 && !quotedId) return { letter: null, content };
  return {
    letter: { html: rich?.html ?? null, cc, bcc, quotedId, inlineIds: rich?.inlineIds ?? [] },
    content,
  };
}

function richText(
  raw: string | undefined,
  files: readonly SendFile[],
): { html: string; inlineIds: string[] } | null {
  if (!raw?.trim()) return null;
  const own = new Set(files.filter((file) => file.kind === 'image').map((file) => file.id));
  const inline = new Set<string>();
  const cid = (id: string): string | null => {
    if (!own.has(id)) return null;
    inline.add(id);
    return `cid:${id}`;
  };
  return { html: cleanHtml(raw, { images: 'block', cid }).html, inlineIds: [...inline] };
}

/** The content with the words of the HTML, where it has words. */
function withWords(content: Outgoing, html: string): Outgoing {
  const text = textOfHtml(html);
  return content.kind === 'text' || content.kind === 'media' ? { ...content, text } : content;
}

/** Addresses the channel sends to, each once. */
function copiedTo(
  { identityKinds }: ChannelManifest,
  given: readonly { value: string; name?: string | undefined }[],
  field: string,
): Copied[] {
  const seen = new Set<string>();
  return given.flatMap(({ value, name }, index) => {
    const kind = identityKinds.find((one) => one.canonical(value) !== null);
    const canonical = kind?.canonical(value);
    if (!kind || !canonical) throw refused('This is no address of this channel.', `${field}.${index}.value`);
    if (seen.has(canonical)) return [];
    seen.add(canonical);
    return [{ kind: kind.kind, value: value.trim(), ...(name ? { name } : {}) }];
  });
}

/** Only what the customer knows of this very conversation is quoted to them. */
async function quotedOf(
  ctx: Ctx,
  conversationId: string,
  quotedId: string | undefined,
): Promise<string | null> {
  if (!quotedId) return null;
  const row = await ctx.db
    .selectFrom('messages')
    .select(['id', 'visibility'])
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .where('id', '=', quotedId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row || row.visibility === 'internal')
    throw refused('The message to be quoted is not in this conversation.', 'body.quotedId');
  return row.id;
}

/** A letter's content as the list previews it: without the signature its words end with. */
export function aboveSignature(content: Outgoing): Outgoing {
  if (content.kind !== 'text' && content.kind !== 'media') return content;
  const lines = (content.text ?? '').split('\n');
  const at = lines.findLastIndex((line) => line.trim() === '--');
  return at < 0 ? content : { ...content, text: lines.slice(0, at).join('\n').trim() };
}

/** Keeps it beside the message, whose attachments hang on it already. */
export async function keepLetter(ctx: Ctx, messageId: string, letter: Letter): Promise<void> {
  const place = { org_id: ctx.orgId, message_id: messageId };
  if (letter.html !== null) {
    await ctx.db
      .insertInto('message_bodies')
      .values({ ...place, html: letter.html, text: null })
      .execute();
  }
  if (letter.cc || letter.bcc.length > 0 || letter.quotedId) {
    const cc = letter.cc ?? (await copiesSoFar(ctx, messageId));
    await ctx.db
      .insertInto('message_envelopes')
      .values({
        ...place,
        cc: JSON.stringify(cc),
        bcc: JSON.stringify(letter.bcc),
        quoted_id: letter.quotedId,
      })
      .execute();
  }
  if (letter.inlineIds.length > 0) {
    await ctx.db
      .updateTable('attachments')
      .set(({ ref, cast }) => ({ inline: true, content_id: cast<string>(ref('id'), 'text') }))
      .where('org_id', '=', ctx.orgId)
      .where('message_id', '=', messageId)
      .where('id', 'in', letter.inlineIds)
      .execute();
  }
}

/** Who of a message's conversation gets copies without being named. */
async function copiesSoFar(ctx: Ctx, messageId: string): Promise<Copied[]> {
  const rows = await ctx.db
    .selectFrom('messages')
    .innerJoin('participants', (join) =>
      join
        .onRef('participants.org_id', '=', 'messages.org_id')
        .onRef('participants.conversation_id', '=', 'messages.conversation_id'),
    )
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'participants.org_id')
        .onRef('identities.id', '=', 'participants.identity_id'),
    )
    .innerJoin('legs', (join) =>
      join.onRef('legs.org_id', '=', 'messages.org_id').onRef('legs.id', '=', 'messages.leg_id'),
    )
    .innerJoin('identities as to', (join) =>
      join.onRef('to.org_id', '=', 'legs.org_id').onRef('to.id', '=', 'legs.identity_id'),
    )
    .select(['identities.kind', 'identities.value', 'identities.name'])
    .where('messages.org_id', '=', ctx.orgId)
    .where('messages.id', '=', messageId)
    .where('participants.role', '=', 'cc')
    .whereRef('identities.kind', '=', 'to.kind')
    .execute();
  return rows.map(({ kind, value, name }) => ({ kind, value, ...(name ? { name } : {}) }));
}
