import { z } from 'zod';
import { Priority } from '../conversations.ts';
import { Id, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { SkillDemand, WorkWeight } from '../routing.ts';

/** Which queue work enters: rules in order, the first that fits counts; where none does, the queue of the inbox. */

const few = z.array(Id).max(200).default([]);
/** What a language is called: ISO 639-1. */
export const LanguageCode = z.string().regex(/^[a-z]{2}$/);
export const IntakeKind = z.enum(['conversation', 'callback', 'complaint', 'review']);
export type IntakeKind = z.infer<typeof IntakeKind>;

/** Any of each list, and all the lists that are not empty. */
export const IntakeConditions = z.strictObject({
  inboxIds: few,
  kinds: z.array(IntakeKind).max(4).default([]),
  /** Of what the customer writes; where that does not say, of the customer. */
  languages: z.array(LanguageCode).max(30).default([]),
  labelIds: few,
  segmentIds: few,
  priorities: z.array(Priority).max(4).default([]),
  /** At least so loud; null: however loud. */
  loudness: z.number().int().min(1).max(100).nullable().default(null),
});
export type IntakeConditions = z.infer<typeof IntakeConditions>;
export const ConditionName = z.enum([
  'inboxIds',
  'kinds',
  'languages',
  'labelIds',
  'segmentIds',
  'priorities',
  'loudness',
]);
export type ConditionName = z.infer<typeof ConditionName>;

export const IntakeRule = z.strictObject({
  name: lineOf(80, 1),
  active: z.boolean().default(true),
  conditions: IntakeConditions.prefault({}),
  /** null: the queue of the inbox. */
  queueId: Id.nullable().default(null),
  /** Asked for beside what the queue asks for. */
  skills: z.array(SkillDemand).max(20).default([]),
  /** As how many items it counts; null: as the queue says. */
  weight: WorkWeight.nullable().default(null),
});
export type IntakeRule = z.infer<typeof IntakeRule>;

const list = z.strictObject({ items: z.array(IntakeRule) });
const input = z.strictObject({ items: z.array(IntakeRule).max(100) });

export const listIntakeRules = defineRoute({
  id: 'routing.intakeRules',
  method: 'GET',
  path: '/api/routing/intake-rules',
  access: 'routing.manage',
  summary: 'Rules that say which queue work enters, in order: the first that fits counts',
  response: list,
});
export const putIntakeRules = defineRoute({
  id: 'routing.putIntakeRules',
  method: 'PUT',
  path: '/api/routing/intake-rules',
  access: 'routing.manage',
  summary: 'Sets the rules in their order; work that nobody has begun is placed anew',
  body: input,
  response: list,
});

/** A made-up conversation. */
export const IntakeSample = z.strictObject({
  inboxId: Id.nullable().default(null),
  kind: IntakeKind.default('conversation'),
  text: textOf(2000).default(''),
  labelIds: few,
  segmentIds: few,
  priority: Priority.default('normal'),
  loudness: z.number().int().min(0).max(100).default(0),
});

export const IntakeTrial = z.strictObject({
  /** What it was read as, and by what; null: nothing says. */
  language: z.string().nullable(),
  languageFrom: z.enum(['text', 'customer', 'organisation']),
  /** The place of the rule in the list; null: none fits. */
  rule: z.number().int().nullable(),
  /** null: no queue takes it, it stays in the list of conversations. */
  queueId: Id.nullable(),
  /** All that is asked for, the queue's own included. */
  skills: z.array(SkillDemand),
  /** As how many items it counts. */
  weight: WorkWeight,
  /** For each rule what does not hold; null: it is off. */
  rules: z.array(z.strictObject({ missing: z.array(ConditionName).nullable() })),
});
export type IntakeTrial = z.infer<typeof IntakeTrial>;

export const tryIntakeRules = defineRoute({
  id: 'routing.tryIntakeRules',
  method: 'POST',
  path: '/api/routing/intake-rules/try',
  access: 'routing.manage',
  summary: 'Where a conversation, real or made up, would go by these rules, and why; nothing is changed',
  body: input.extend({
    /** A conversation that is there; null: the sample. */
    protocol: lineOf(40).nullable().default(null),
    sample: IntakeSample.prefault({}),
  }),
  response: IntakeTrial,
});
