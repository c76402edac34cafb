import { wordsFor } from '@meada/contract/canned';
import type { EditedWords, MacroAction } from '@meada/contract/macros';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { escapeHtml, fillHtml, fillText, type Variables, valuesIn } from '@meada/contract/variables';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { copyToUploads } from '../../conversations/index.ts';
import { signatureFor } from '../../inboxes/index.ts';
import { filesOf } from '../canned/store.ts';
import { cannedReplies } from '../canned/views.ts';

/** What a reply of a macro says, and on which way it goes. */
export type Said = {
  leg: Leg;
  text: string;
  /** For channels with rich text, with the signature below. */
  html: string | null;
  attachments: { id: string; kind: string; name: string }[];
  perMessage: number;
  /** The way is that of letters. */
  letter: boolean;
};

type Given = {
  conversation: Conversation;
  legId: string | undefined;
  variables: Variables;
  edited: EditedWords | undefined;
};

type Reply = Extract<MacroAction, { kind: 'reply' }>;

const paragraphs = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('');

/** The words of a reply for the way it takes, filled; copies of its files as uploads of whoever runs the macro. */
export async function sayReply(ctx: Ctx, action: Reply, given: Given): Promise<Said> {
  const { conversation, legId, variables, edited } = given;
  const { legs } = conversation;
  const leg = legId
    ? legs.find(({ id }) => id === legId)
    : (legs.find(({ proposed }) => proposed) ?? legs[0]);
  if (!leg) throw refused('This conversation has no channel yet.', 'body.legId');
  const manifest = ctx.ports.channels.get(leg.channel)?.manifest;
  const [canned] = action.cannedId ? await cannedReplies(ctx, [action.cannedId], { forMacro: true }) : [];
  if (action.cannedId && !canned) throw refused('The canned reply is not there any more.', 'cannedId');
  const words = canned
    ? wordsFor(canned, {
        channel: leg.channel,
        locale: variables.locale,
        ownLocale: variables.ownLocale,
      })
    : { text: action.text, html: action.html, locale: null };
  const values = valuesIn(variables, words.locale);
  const rich = manifest?.capabilities.html === true;
  const text = fillText(edited?.text ?? words.text, values).text;
  const html = rich ? await richOf(ctx, leg.inboxId, { edited, words, text, values }) : null;
  return {
    leg,
    text,
    html,
    attachments: canned ? await copyToUploads(ctx, await filesOf(ctx, [canned.id])) : [],
    perMessage: Math.max(1, manifest?.limits.attachmentsPerMessage ?? 10),
    letter: manifest?.capabilities.subject === true,
  };
}

type Rich = {
  edited: EditedWords | undefined;
  words: { html: string | null };
  text: string;
  values: ReturnType<typeof valuesIn>;
};

/** What was edited stands as it is, signature included; else the words with the signature of who runs it. */
async function richOf(ctx: Ctx, inboxId: string, { edited, words, text, values }: Rich): Promise<string> {
  if (edited?.html) return fillHtml(edited.html, values).text;
  const source = edited ? null : words.html;
  const body = source === null ? paragraphs(text) : fillHtml(source, values).text;
  const signature = await signatureFor(ctx, inboxId, ctx.actor.kind === 'person' ? ctx.actor.id : null);
  return signature ? `${body}<p></p><p>-- </p>${signature}` : body;
}
