import type { ResponseOf } from '@meada/contract/route';
import type { ChatConfig, openChat } from '@meada/contract/routes/chat';
import { type Ctx, inTransaction } from '../../../kernel/ctx.ts';
import { Failure, found } from '../../../kernel/errors.ts';
import type { Call, Input } from '../../../kernel/http/route.ts';
import { switchInboxes } from '../../../modules/conversations/index.ts';
import { knownKinds } from '../../../modules/customers/index.ts';
import { opensNext } from '../../../modules/hours/index.ts';
import { findInbox, type LoadedInbox } from '../../../modules/inboxes/index.ts';
import { lookOf } from './look.ts';
import { originAllowed, verifyIdentify } from './verify.ts';
import { chatConversation, chatMessages } from './views.ts';
import { readVisitorToken, type SiteUser, visitorActor, visitorToken } from './visitor.ts';

const maxFileBytes = 25 * 1024 * 1024;

/** Begins or resumes a visit. Nothing is written: a customer comes to be with the first message. */
export async function openVisit(
  call: Call,
  input: Input<typeof openChat>,
): Promise<ResponseOf<typeof openChat>> {
  const { kernel } = call;
  const inbox = await findInbox(kernel, 'public', input.params.inboxKey);
  if (!inbox?.active) throw new Failure('not_found', 'There is no such chat.');
  if (!originAllowed(inbox.settings, call.request.headers.origin, new URL(kernel.publicUrl).origin)) {
    throw new Failure('bad_origin', 'This site may not show this chat.');
  }
  const known = input.body.token ? readVisitorToken(kernel, input.body.token) : null;
  const identified = siteUserOf(inbox, input.body.identify);
  // Another person at the same browser begins anew.
  const same = !identified || !known?.siteUser || known.siteUser.id === identified.id;
  const returning =
    same && known?.orgId === inbox.orgId && known.inboxId === inbox.id ? known.visitorId : null;
  const visitor = {
    orgId: inbox.orgId,
    inboxId: inbox.id,
    visitorId: returning ?? kernel.ids.uuid(),
    siteUser: identified ?? (returning ? (known?.siteUser ?? null) : null),
  };
  const actor = await visitorActor(kernel, visitor);
  return inTransaction(kernel, actor, async (ctx) => {
    const conversation = await chatConversation(ctx, actor);
    const page = conversation
      ? await chatMessages(ctx, { conversationId: conversation.id, limit: 30 })
      : { items: [], hasMore: false };
    return {
      token: visitorToken(kernel, visitor),
      config: {
        ...(await configOf(ctx, inbox, input.body.locale)),
        known: await knownOf(ctx, actor.identityId),
      },
      conversation,
      messages: page.items,
      hasMore: page.hasMore,
      cursor: '',
    };
  });
}

/** What is known of a returning visitor, by kind: the form before the chat leaves it out. */
async function knownOf(ctx: Ctx, identityId: string | null): Promise<NonNullable<ChatConfig['known']>> {
  if (identityId === null) return [];
  const kinds = await knownKinds(ctx, identityId);
  return (['name', 'email'] as const).filter((kind) => kinds.has(kind));
}

type Identify = Input<typeof openChat>['body']['identify'];

/** The signed-in user the site vouches for; a wrong signature is an error and no silent visitor. */
function siteUserOf(inbox: LoadedInbox, identify: Identify): SiteUser | null {
  if (!identify) return null;
  if (!verifyIdentify(inbox.settings, identify.id, identify.signature)) {
    throw new Failure('bad_signature', 'The signature of the site user is wrong.', {
      field: 'body.identify.signature',
    });
  }
  const base = typeof inbox.settings.userBase === 'string' && inbox.settings.userBase.trim();
  return { base: base || inbox.id, id: identify.id, ...(identify.name ? { name: identify.name } : {}) };
}

async function configOf(
  ctx: Ctx,
  inbox: LoadedInbox,
  locale: ChatConfig['locale'] | undefined,
): Promise<ChatConfig> {
  const now = ctx.clock.now().getTime();
  const opens = inbox.hours ? opensNext(inbox.hours, now) : now;
  const language = locale ?? 'pt-BR';
  const look = lookOf(inbox.settings, inbox.name);
  const targets = await switchInboxes(ctx, inbox.id);
  return {
    ...look,
    locale: language,
    open: opens === now,
    awayMessage: inbox.awayMessage,
    opensAt: opens === null || opens === now ? null : new Date(opens).toISOString(),
    maxFileBytes,
    switchTargets: targets.map((target) => ({
      inboxId: target.id,
      channel: target.channel,
      name: found(target.plugin.manifest.name[language], 'name'),
      icon: `/api/channels/${target.channel}/icon.svg`,
    })),
  };
}
