import type { SurveyScale } from '@meada/contract/surveys';
import { stepsOf } from '@meada/contract/surveys';

/** When somebody is asked, and which rating counts: pure. */

/** A question that could not be asked within a day of its time is not asked any more. */
export const lateMs = 24 * 3_600_000;
/** How long a question may be answered. */
export const openMs = 14 * 24 * 3_600_000;
/** How long after the first rating it may be changed. */
export const changeMs = 24 * 3_600_000;
/** Ratings by a script that differ within this time come from a program that opens every link. */
export const doubtMs = 120_000;

export type Facts = {
  status: string;
  /** When it was resolved, as it stands now. */
  resolvedAt: Date | null;
  merged: boolean;
  blocked: boolean;
  /** It has a label that the rule leaves out. */
  labelled: boolean;
  /** What a human on each side said, machines' words left out. */
  fromCustomer: number;
  fromUs: number;
  /** When anybody of the customer's group was asked last. */
  lastAskedAt: Date | null;
};
type Planned = { resolvedAt: Date; dueAt: Date };
type Rule = { active: boolean; pauseDays: number };

/** Why a planned question is not asked now; null: it is. */
export function reasonNot(facts: Facts, planned: Planned, given: { rule: Rule; now: Date }): string | null {
  const { rule, now } = given;
  if (!rule.active) return 'off';
  if (facts.merged) return 'merged';
  if (facts.status !== 'resolved' || facts.resolvedAt?.getTime() !== planned.resolvedAt.getTime())
    return 'reopened';
  if (now.getTime() - planned.dueAt.getTime() > lateMs) return 'late';
  if (facts.blocked) return 'blocked';
  if (facts.labelled) return 'label';
  if (facts.fromCustomer === 0 || facts.fromUs === 0) return 'one_sided';
  const since = now.getTime() - rule.pauseDays * 86_400_000;
  if (facts.lastAskedAt && facts.lastAskedAt.getTime() > since) return 'recent';
  return null;
}

export type RatedBy = 'press' | 'word' | 'link' | 'script';
/** A survey as a rating finds it. */
export type Standing = {
  state: string;
  scale: SurveyScale;
  expiresAt: Date | null;
  rating: number | null;
  ratedAt: Date | null;
  ratedBy: RatedBy | null;
  doubtedAt: Date | null;
};
export type Outcome =
  /** `void`: what a script said so far is forgotten. */
  'rated' | 'changed' | 'same' | 'void' | 'closed' | 'wrong';

/**
 * What a rating does. Mail scanners open links, some even run scripts: what a script says never goes over what a human
 * pressed, and two different ratings by script within two minutes are nobody's.
 */
export function decideRating(survey: Standing, said: { rating: number; by: RatedBy; now: Date }): Outcome {
  const { rating, by, now } = said;
  if (!Number.isInteger(rating) || rating < 1 || rating > stepsOf[survey.scale]) return 'wrong';
  if (survey.state !== 'sent' || !survey.expiresAt || survey.expiresAt <= now) return 'closed';
  if (by === 'script' && survey.doubtedAt) return 'same';
  if (survey.rating === null || !survey.ratedAt) return 'rated';
  if (now.getTime() - survey.ratedAt.getTime() > changeMs)
    return rating === survey.rating ? 'same' : 'closed';
  if (rating === survey.rating) return 'same';
  if (by !== 'script') return 'changed';
  if (survey.ratedBy !== 'script') return 'same';
  return now.getTime() - survey.ratedAt.getTime() <= doubtMs ? 'void' : 'changed';
}
