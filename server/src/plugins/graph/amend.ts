import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { ChannelIo } from '../../modules/inboxes/port.ts';
import { callGraph, type GraphCall } from './call.ts';
import { outcomeOf, sentences } from './errors.ts';
import type { Platform } from './platform.ts';
import { accountOf } from './settings.ts';

type Kinds = OutboundAmendment['kind'];
/** A change as one call; absent kinds cannot be made there. */
export type Amendments = {
  [K in Kinds]?: (
    amendment: Extract<OutboundAmendment, { kind: K }>,
    platform: Platform,
    pageId: string,
  ) => GraphCall | null;
};

const pathOf = (amendment: OutboundAmendment): string => encodeURIComponent(amendment.externalIds[0]);

/** Hides a comment or shows it again: a field of the comment. */
export const hideComment: NonNullable<Amendments['hiding']> = (amendment, { hideField }) => ({
  method: 'POST',
  path: pathOf(amendment),
  json: { [hideField]: amendment.hidden },
});

/** Takes a public answer of ours away. */
export const deleteComment: NonNullable<Amendments['deletion']> = (amendment) => ({
  method: 'DELETE',
  path: pathOf(amendment),
});

/** Other words for a public answer of ours. */
export const editComment: NonNullable<Amendments['edit']> = (amendment) =>
  'text' in amendment.content
    ? { method: 'POST', path: pathOf(amendment), json: { message: amendment.content.text ?? '' } }
    : null;

/** The page likes a comment, or no longer. */
export const likeComment: NonNullable<Amendments['reaction']> = (amendment) => ({
  method: amendment.emoji === null ? 'DELETE' : 'POST',
  path: `${pathOf(amendment)}/likes`,
});

/** The heart on a private message; the only reaction the API can put. */
export const loveMessage: NonNullable<Amendments['reaction']> = (amendment, _platform, pageId) => {
  const [message_id] = amendment.externalIds;
  const payload = amendment.emoji === null ? { message_id } : { message_id, reaction: 'love' };
  const sender_action = amendment.emoji === null ? 'unreact' : 'react';
  return {
    method: 'POST',
    path: `${encodeURIComponent(pageId)}/messages`,
    json: { recipient: { id: amendment.to.value }, sender_action, payload },
  };
};

/** Makes a change. Setting the same field twice does no harm, but what was lost is still told as such. */
export async function amend(
  platform: Platform,
  { amendment, kinds }: { amendment: OutboundAmendment; kinds: Amendments },
  io: ChannelIo,
): Promise<AmendResult> {
  const { locale } = amendment;
  const account = accountOf(io.settings);
  const make = kinds[amendment.kind] as
    | ((amendment: OutboundAmendment, platform: Platform, pageId: string) => GraphCall | null)
    | undefined;
  const elsewhere = platform.answers.other?.(amendment.externalIds[0], account);
  const call = elsewhere ? null : make?.(amendment, platform, account.pageId);
  if (!call) {
    const text = sentences.fixed[locale].replace('{name}', platform.name);
    return { state: 'failed', code: 'not_possible', text };
  }
  const answer = await callGraph(io, account, call);
  return answer.kind === 'ok' ? { state: 'sent' } : outcomeOf(answer, platform, locale);
}
