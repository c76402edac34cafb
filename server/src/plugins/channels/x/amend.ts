import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { Translated } from '@meada/contract/primitives';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { type Call, callApi } from './api.ts';
import { resultOf } from './errors.ts';
import { readKey } from './ids.ts';
import { type Account, accountOf, type Handle } from './settings.ts';

type Key = { kind: 'post' | 'dm'; id: string };
/** A request, and the accounts that may be the one allowed to make it, the likelier first. */
type Step = { call: Call; as: Handle[] };
type Of<K extends OutboundAmendment['kind']> = Extract<OutboundAmendment, { kind: K }>;
type Planner<K extends OutboundAmendment['kind']> = (
  amendment: Of<K>,
  keys: Key[],
  account: Account,
) => Step[];

const impossible: Translated = {
  'pt-BR': 'O X não permite isso com esta mensagem.',
  en: 'X does not allow this for this message.',
  es: 'X no permite esto con este mensaje.',
};

const planners: { [K in OutboundAmendment['kind']]: Planner<K> } = {
  edit: () => [],
  deletion: (_, keys, { handles }) =>
    keys.map(({ kind, id }) => ({
      call: { method: 'DELETE', path: kind === 'post' ? `/2/tweets/${id}` : `/2/dm_events/${id}` },
      as: handles,
    })),
  reaction: ({ emoji }, [key], { service }) => {
    if (key?.kind !== 'post') return [];
    const path = `/2/users/${service.id}/likes`;
    const like: Call = { method: 'POST', path, json: { tweet_id: key.id } };
    return [{ call: emoji === null ? { method: 'DELETE', path: `${path}/${key.id}` } : like, as: [service] }];
  },
  // Whoever began the thread may hide replies in it: usually the well-known account.
  hiding: ({ hidden }, [key], { brand, service }) => {
    if (key?.kind !== 'post') return [];
    const call: Call = { method: 'PUT', path: `/2/tweets/${key.id}/hidden`, json: { hidden } };
    return [{ call, as: brand ? [brand, service] : [service] }];
  },
};

/** Deletes our own, likes and hides the customer's. After the first request nothing is tried again by itself. */
export async function amend(amendment: OutboundAmendment, io: ChannelIo): Promise<AmendResult> {
  const keys = amendment.externalIds.flatMap((id) => readKey(id) ?? []);
  const planner = planners[amendment.kind] as Planner<OutboundAmendment['kind']>;
  const steps = planner(amendment, keys, accountOf(io.settings));
  if (steps.length === 0)
    return { state: 'failed', code: 'not_possible', text: impossible[amendment.locale] };
  for (const [index, step] of steps.entries()) {
    const result = await perform(step, amendment, io);
    if (result.state === 'sent') continue;
    return index === 0
      ? result
      : { state: 'unknown', code: 'partly_sent', text: 'text' in result ? result.text : '' };
  }
  return { state: 'sent' };
}

async function perform(
  { call, as }: Step,
  { locale }: OutboundAmendment,
  io: ChannelIo,
): Promise<AmendResult> {
  let result: AmendResult = { state: 'failed', code: 'not_possible', text: impossible[locale] };
  for (const handle of as) {
    const answer = await callApi(io, handle, call);
    // What is gone already is what was wanted.
    const isGone = answer.kind === 'refused' && answer.status === 404 && call.method === 'DELETE';
    if (answer.kind === 'ok' || isGone) return { state: 'sent' };
    result = resultOf(answer, { path: call.path, locale });
    if (answer.kind !== 'refused' || answer.status !== 403) return result;
  }
  return result;
}
