import type { IntakeRule, IntakeTrial, tryIntakeRules as route } from '@meada/contract/routes/intake';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { findSeen } from '../../conversations/index.ts';
import { knownIn } from '../agents/known.ts';
import { loadQueues, owedIn } from '../intake/facts.ts';
import { languageIn, placeBy, type Read, readForRules } from '../intake/places.ts';
import { missingIn, type PlacingFacts, ruleFor } from '../intake/placing.ts';
import { checkRules } from './check.ts';

type Trying = Pick<Input<typeof route>, 'body'>;
type Facts = PlacingFacts & Pick<Read, 'languageFrom'>;

/** Where a conversation would go by rules that need not be kept yet, and why. Changes nothing. Throws `not_found`. */
export async function tryIntakeRules(ctx: Ctx, { body }: Trying): Promise<IntakeTrial> {
  permit(ctx.actor, 'routing.manage');
  const { items: rules, protocol } = body;
  await checkRules(ctx, rules);
  const facts = protocol?.trim()
    ? await factsOf(ctx, protocol.trim(), rules)
    : await factsIn(ctx, body.sample);
  const at = ruleFor(rules, facts);
  const place = placeBy(await loadQueues(ctx), at === null ? null : (rules[at] ?? null), facts.inboxId);
  return {
    ...{ language: facts.language, languageFrom: facts.languageFrom },
    ...{ rule: at, queueId: place.queue?.id ?? null },
    weight: place.weight,
    skills: place.skills.map(({ skill, level }) => ({ skillId: skill, level })),
    rules: rules.map(({ active, conditions }) => ({ missing: active ? missingIn(conditions, facts) : null })),
  };
}

/** Of a conversation that is there, by its number; the caller must be allowed to see it. */
async function factsOf(ctx: Ctx, protocol: string, rules: readonly IntakeRule[]): Promise<Facts> {
  const row = found(
    await ctx.db
      .selectFrom('conversations')
      .select(['id', 'inbox_id', 'priority', 'loudness'])
      .where('org_id', '=', ctx.orgId)
      .where('protocol', '=', protocol)
      .executeTakeFirst(),
    'conversation',
  );
  const { id } = await findSeen(ctx, row.id);
  // Language and segments are told whether a rule asks for them or not.
  const all = rules.map((rule) => ({ ...rule, active: true }));
  const read = found((await readForRules(ctx, [id], [...all, askingAll])).get(id), 'conversation');
  const kind = (await owedIn(ctx, [id])).get(id)?.kind ?? 'conversation';
  return { ...read, kind, inboxId: row.inbox_id, priority: row.priority, loudness: row.loudness };
}

/** A rule that makes everything be read. */
const askingAll: IntakeRule = {
  ...{ name: 'all', active: true, queueId: null, skills: [], weight: null },
  conditions: {
    ...{ inboxIds: [], kinds: [], labelIds: [], priorities: [], loudness: null },
    ...{ languages: ['xx'], segmentIds: ['any'] },
  },
};

async function factsIn(ctx: Ctx, sample: Trying['body']['sample']): Promise<Facts> {
  if (sample.inboxId) await knownIn(ctx, 'inboxes', [sample.inboxId]);
  await knownIn(ctx, 'labels', sample.labelIds);
  await knownIn(ctx, 'segments', sample.segmentIds);
  const { locale } = await ctx.db
    .selectFrom('organisations')
    .select('locale')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  const { text, ...rest } = sample;
  return { ...rest, ...(await languageIn(text, { customer: null, organisation: locale })) };
}
