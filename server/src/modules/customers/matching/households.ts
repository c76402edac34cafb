import type { Feature } from './prepare.ts';

/**
 * What different people of one household, family or firm look like: they agree in where they live and what they are
 * called, and are strangers in what is a person's own. Levels from `same` on; `firm` is how many pairs the belief counts
 * for: much for what makes a person, so that no data turn a family into one.
 */
export type Household = { levels: readonly number[]; firm: number };

const own = 1000;
const loose = 30;

const beliefs: Record<string, Household> = {
  given: { levels: [0.05, 0.004, 0.01, 0.01, 0.02, 0.02, 0.886], firm: own },
  birth: { levels: [0.02, 0.001, 0.004, 0.01, 0.02, 0.05, 0.895], firm: own },
  document: { levels: [0.004, 0.001, 0.004, 0.001, 0.001, 0.001, 0.988], firm: own },
  suffix: { levels: [0.05, 0.001, 0.001, 0.001, 0.6, 0.001, 0.346], firm: own },
  gender: { levels: [0.45, 0.001, 0.003, 0.001, 0.001, 0.001, 0.543], firm: own },
  email: { levels: [0.1, 0.001, 0.01, 0.02, 0.01, 0.03, 0.829], firm: loose },
  phone: { levels: [0.3, 0.001, 0.01, 0.001, 0.01, 0.01, 0.668], firm: loose },
  surname: { levels: [0.6, 0.001, 0.03, 0.08, 0.02, 0.02, 0.249], firm: loose },
  others: { levels: [0.25, 0.01, 0.02, 0.03, 0.2, 0.02, 0.47], firm: loose },
  birthPlace: { levels: [0.6, 0.001, 0.05, 0.001, 0.05, 0.01, 0.288], firm: loose },
  occupation: { levels: [0.1, 0.001, 0.01, 0.001, 0.03, 0.02, 0.838], firm: loose },
};

/** Where one lives: a household has that in common as a person has. */
const home: Household = { levels: [0.85, 0.001, 0.06, 0.02, 0.02, 0.01, 0.039], firm: loose };
const unknown: Household = { levels: [0.15, 0.001, 0.02, 0.001, 0.05, 0.03, 0.748], firm: loose };

/** What a household is known by: two people who agree in none of these are strangers, whatever they are called. */
const shared = new Set(['phone', 'email', 'postcode', 'street', 'birthPlace']);

/** Whether agreeing in a field may mean that two people belong together. */
export const isShared = (feature: Feature): boolean => shared.has(feature.role);

/** What is believed of a field between people of one household. */
export const householdOf = (feature: Feature): Household =>
  beliefs[feature.role] ?? (feature.kind === 'text' ? unknown : home);
