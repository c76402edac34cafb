import { z } from 'zod';
import { Id, Instant, PageQuery, pageOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { Rating, SurveyMark, SurveyScale } from '../surveys.ts';
import { AnnouncementTemplate } from './announcements.ts';
import { CustomerRef } from './customers.ts';

/** Asking customers how they found it: rules, what was asked and answered, the report. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });
const Day = z.iso.date();
const Question = textOf(600, 1);

const rule = {
  active: z.boolean(),
  /** Between resolving and asking. */
  delayMinutes: z.number().int().min(0).max(10_080),
  scale: SurveyScale,
  /** `{name}` and `{firm}` are filled in. */
  questions: z.strictObject({ 'pt-BR': Question, en: Question, es: Question }),
  /** Whether a comment is asked for after the rating. */
  comments: z.boolean(),
  /** One customer is asked at most once in so many days; 0: after each conversation. */
  pauseDays: z.number().int().min(0).max(365),
  /** Conversations with one of these labels are not asked about. */
  labelIds: z.array(Id).max(50),
  /** For customers whose window is closed; values may hold `{name}`, `{firm}` and `{link}`. */
  templates: z.array(AnnouncementTemplate).max(20),
};
export const SurveyRule = z.strictObject({
  id: Id.nullable(),
  brandId: Id.nullable(),
  inboxId: Id.nullable(),
  ...rule,
});
export type SurveyRule = z.infer<typeof SurveyRule>;

export const listSurveyRules = defineRoute({
  id: 'surveyRules.list',
  method: 'GET',
  path: '/api/survey-rules',
  access: 'inboxes.manage',
  summary:
    'What customers are asked after resolving: the organisation’s rule first, then brands’ and inboxes’',
  response: z.strictObject({ items: z.array(SurveyRule) }),
});
export const saveSurveyRule = defineRoute({
  id: 'surveyRules.save',
  method: 'PUT',
  path: '/api/survey-rules',
  access: 'inboxes.manage',
  summary: 'Keeps the rule of the organisation, of a brand or of an inbox; the nearest counts as a whole',
  body: z.strictObject({
    brandId: Id.nullable().default(null),
    inboxId: Id.nullable().default(null),
    ...rule,
    labelIds: rule.labelIds.default([]),
    templates: rule.templates.default([]),
  }),
  response: SurveyRule,
});
export const dropSurveyRule = defineRoute({
  id: 'surveyRules.drop',
  method: 'DELETE',
  path: '/api/survey-rules/:id',
  access: 'inboxes.manage',
  summary: 'Takes the rule of a brand or an inbox away: the next wider one counts again',
  params: byId,
  response: done,
});

export const SurveyState = z.enum(['planned', 'sent', 'skipped']);
export const Survey = z.strictObject({
  id: Id,
  conversationId: Id,
  protocol: z.string(),
  customer: CustomerRef,
  inboxId: Id,
  personId: Id.nullable(),
  teamId: Id.nullable(),
  state: SurveyState,
  /** Why it was not asked. */
  reason: z.string().nullable(),
  resolvedAt: Instant,
  dueAt: Instant,
  sentAt: Instant.nullable(),
  rating: Rating.nullable(),
  ratedAt: Instant.nullable(),
  comment: z.string().nullable(),
  seenAt: Instant.nullable(),
});
export type Survey = z.infer<typeof Survey>;

const filter = {
  /** Days of the organisation's time zone, by when it was asked. */
  from: Day.optional(),
  to: Day.optional(),
  inboxId: Id.optional(),
  brandId: Id.optional(),
  teamId: Id.optional(),
  personId: Id.optional(),
};
/** Without `reports.read` a person gets what is about themselves. */
export const listSurveys = defineRoute({
  id: 'surveys.list',
  method: 'GET',
  path: '/api/surveys',
  access: 'conversations.read',
  summary:
    'Surveys that were asked, newest first; without reports.read only those of one’s own conversations',
  query: z.strictObject({
    ...PageQuery.shape,
    ...filter,
    mark: SurveyMark.optional(),
    commented: z.enum(['true']).optional(),
    /** Of one conversation, whatever became of them. */
    conversationId: Id.optional(),
  }),
  response: pageOf(Survey),
});

const Counted = z.strictObject({
  /** Asked, and of these answered. */
  asked: z.number().int(),
  answered: z.number().int(),
  good: z.number().int(),
  neutral: z.number().int(),
  bad: z.number().int(),
});
export type Counted = z.infer<typeof Counted>;
const Group = z.strictObject({ id: Id.nullable(), ...Counted.shape });
export const readSurveyReport = defineRoute({
  id: 'surveys.report',
  method: 'GET',
  path: '/api/surveys/report',
  access: 'conversations.read',
  summary: 'Satisfaction and response rate in a stretch of days: in all, by person, team, inbox and day',
  query: z.strictObject(filter),
  response: z.strictObject({
    from: Day,
    to: Day,
    total: Counted,
    /** Why others were not asked. */
    skipped: z.array(z.strictObject({ reason: z.string(), count: z.number().int() })),
    people: z.array(Group),
    teams: z.array(Group),
    inboxes: z.array(Group),
    days: z.array(z.strictObject({ day: Day, ...Counted.shape })),
  }),
});
export type SurveyReport = z.infer<(typeof readSurveyReport)['response']>;

export const listBadSurveys = defineRoute({
  id: 'surveys.bad',
  method: 'GET',
  path: '/api/surveys/bad',
  access: 'reports.read',
  summary: 'Bad ratings of the last 14 days that nobody has seen to',
  response: z.strictObject({ items: z.array(Survey) }),
});
export const settleSurvey = defineRoute({
  id: 'surveys.seen',
  method: 'PUT',
  path: '/api/surveys/:id/seen',
  access: 'reports.read',
  summary: 'Says that a bad rating was seen to, or takes it back',
  params: byId,
  body: z.strictObject({ seen: z.boolean() }),
  response: Survey,
});
