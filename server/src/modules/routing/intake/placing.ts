import type { ConditionName, IntakeConditions, IntakeKind } from '@meada/contract/routes/intake';

/** Which rule a conversation falls under; pure, so that the settings page can try rules that are not kept yet. */

export type PlacingFacts = {
  inboxId: string | null;
  kind: IntakeKind;
  language: string | null;
  labelIds: readonly string[];
  segmentIds: readonly string[];
  priority: string;
  /** 0 to 100. */
  loudness: number;
};

const any = (wanted: readonly string[], has: readonly (string | null)[]): boolean =>
  wanted.length === 0 || has.some((one) => one !== null && wanted.includes(one));

const checks: Record<ConditionName, (conditions: IntakeConditions, facts: PlacingFacts) => boolean> = {
  inboxIds: ({ inboxIds }, facts) => any(inboxIds, [facts.inboxId]),
  kinds: ({ kinds }, { kind }) => any(kinds, [kind]),
  languages: ({ languages }, { language }) => any(languages, [language]),
  labelIds: ({ labelIds }, facts) => any(labelIds, facts.labelIds),
  segmentIds: ({ segmentIds }, facts) => any(segmentIds, facts.segmentIds),
  priorities: ({ priorities }, { priority }) => any(priorities, [priority]),
  loudness: ({ loudness }, facts) => loudness === null || facts.loudness >= loudness,
};

/** The conditions that do not hold. */
export const missingIn = (conditions: IntakeConditions, facts: PlacingFacts): ConditionName[] =>
  (Object.keys(checks) as ConditionName[]).filter((name) => !checks[name](conditions, facts));

/** The place of the first rule in order that is on and whose conditions all hold; null: none. */
export function ruleFor(
  rules: readonly { active: boolean; conditions: IntakeConditions }[],
  facts: PlacingFacts,
): number | null {
  const at = rules.findIndex(({ active, conditions }) => active && missingIn(conditions, facts).length === 0);
  return at < 0 ? null : at;
}

type Demand = { skill: string; level: number };

/** What is asked for by the queue and by the rule; of a skill both name, the higher level. */
export function demandsOf(...lists: readonly (readonly { skillId: string; level: number }[])[]): Demand[] {
  const levels = new Map<string, number>();
  for (const { skillId, level } of lists.flat())
    levels.set(skillId, Math.max(level, levels.get(skillId) ?? 0));
  return [...levels].map(([skill, level]) => ({ skill, level }));
}
