import { IntakeConditions } from '@meada/contract/routes/intake';
import { expect, it } from 'vitest';
import { demandsOf, missingIn, type PlacingFacts, ruleFor } from './placing.ts';

const facts: PlacingFacts = {
  ...{ inboxId: 'chat', kind: 'conversation', language: 'en', labelIds: ['vip', 'new'], segmentIds: ['big'] },
  ...{ priority: 'high', loudness: 60 },
};
const asks = (given: Partial<IntakeConditions>): IntakeConditions => ({
  ...IntakeConditions.parse({}),
  ...given,
});

it.each<[Partial<IntakeConditions>, string[]]>([
  [{}, []],
  [{ inboxIds: ['mail', 'chat'] }, []],
  [{ inboxIds: ['mail'] }, ['inboxIds']],
  [{ kinds: ['complaint'] }, ['kinds']],
  [{ languages: ['en', 'es'] }, []],
  [{ languages: ['es'] }, ['languages']],
  [{ labelIds: ['vip'] }, []],
  [{ labelIds: ['other'], segmentIds: ['small'] }, ['labelIds', 'segmentIds']],
  [{ segmentIds: ['small', 'big'] }, []],
  [{ priorities: ['urgent', 'high'], loudness: 60 }, []],
  [{ priorities: ['urgent'], loudness: 61 }, ['priorities', 'loudness']],
])('%j: what is missing is %j', (conditions, missing) => {
  expect(missingIn(asks(conditions), facts)).toEqual(missing);
});

it('a language nobody can tell fits no rule that asks for one', () => {
  expect(missingIn(asks({ languages: ['en'] }), { ...facts, language: null })).toEqual(['languages']);
});

it('the first that is on and fits counts', () => {
  const rule = (conditions: Partial<IntakeConditions>, active = true) => ({
    active,
    conditions: asks(conditions),
  });
  expect(ruleFor([rule({ languages: ['es'] }), rule({ labelIds: ['vip'] }), rule({})], facts)).toBe(1);
  expect(ruleFor([rule({}, false), rule({ labelIds: ['vip'] })], facts)).toBe(1);
  expect(ruleFor([rule({ languages: ['es'] })], facts)).toBeNull();
});

it('of a skill that queue and rule ask for the higher level counts', () => {
  const asked = demandsOf(
    [
      { skillId: 'en', level: 2 },
      { skillId: 'tax', level: 4 },
    ],
    [{ skillId: 'en', level: 5 }],
  );
  expect(asked).toEqual([
    { skill: 'en', level: 5 },
    { skill: 'tax', level: 4 },
  ]);
});
