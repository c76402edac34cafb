/** How two values agree, best first; every field uses some of them. 0 is "one side says nothing". */
export const levels = [
  'missing',
  'same',
  'nickname',
  'close',
  'elsewhere',
  'partly',
  'similar',
  'different',
] as const;

export const missing = 0;
export const same = 1;
export const nickname = 2;
export const close = 3;
export const elsewhere = 4;
export const partly = 5;
export const similar = 6;
export const different = 7;
export const levelCount = levels.length;

/** What is believed before any data: m per level (a match shows it), u per level (strangers show it), from `same` on. */
export type Prior = { m: readonly number[]; u: readonly number[] };

const prior = (m: readonly number[], u: readonly number[]): Prior => ({ m, u });

/**
 * Believed shares per kind of field, in the order of `levels` without `missing`. The u of `same` also stands for values
 * seen once, until the data know better. Rough orders of magnitude; EM replaces them as data come in.
 */
export const priors = {
  given: prior([0.8, 0.04, 0.07, 0.02, 0.03, 0.025, 0.015], [0.006, 0.004, 0.005, 0.006, 0.02, 0.03, 0.93]),
  surname: prior(
    [0.76, 0.001, 0.07, 0.06, 0.02, 0.02, 0.07],
    [0.003, 0.0005, 0.003, 0.006, 0.01, 0.02, 0.957],
  ),
  others: prior([0.55, 0.01, 0.05, 0.05, 0.2, 0.02, 0.12], [0.003, 0.001, 0.003, 0.01, 0.02, 0.01, 0.953]),
  suffix: prior(
    [0.85, 0.001, 0.001, 0.001, 0.13, 0.001, 0.016],
    [0.15, 0.001, 0.001, 0.001, 0.6, 0.001, 0.246],
  ),
  birth: prior(
    [0.82, 0.001, 0.06, 0.03, 0.03, 0.02, 0.039],
    [0.00004, 0.00001, 0.001, 0.002, 0.01, 0.05, 0.937],
  ),
  postcode: prior(
    [0.7, 0.001, 0.08, 0.001, 0.07, 0.01, 0.139],
    [0.0003, 0.0001, 0.002, 0.0001, 0.02, 0.001, 0.977],
  ),
  street: prior(
    [0.68, 0.001, 0.1, 0.03, 0.03, 0.02, 0.139],
    [0.0005, 0.0001, 0.001, 0.0005, 0.005, 0.01, 0.983],
  ),
  number: prior(
    [0.75, 0.001, 0.05, 0.001, 0.02, 0.001, 0.177],
    [0.01, 0.001, 0.03, 0.001, 0.02, 0.001, 0.937],
  ),
  extra: prior(
    [0.65, 0.001, 0.1, 0.03, 0.04, 0.02, 0.159],
    [0.002, 0.0001, 0.001, 0.0005, 0.01, 0.01, 0.977],
  ),
  city: prior([0.8, 0.001, 0.08, 0.001, 0.02, 0.01, 0.088], [0.02, 0.0001, 0.004, 0.0001, 0.01, 0.02, 0.946]),
  category: prior(
    [0.94, 0.001, 0.003, 0.001, 0.001, 0.001, 0.053],
    [0.3, 0.001, 0.003, 0.001, 0.001, 0.001, 1 - 0.307],
  ),
  phone: prior(
    [0.6, 0.001, 0.04, 0.001, 0.01, 0.01, 0.338],
    [0.000005, 1e-6, 0.00001, 1e-6, 0.0001, 0.0001, 0.9998],
  ),
  email: prior(
    [0.6, 0.001, 0.06, 0.03, 0.02, 0.02, 0.269],
    [0.000005, 1e-6, 0.00005, 0.0002, 0.001, 0.005, 0.994],
  ),
  document: prior(
    [0.92, 0.001, 0.05, 0.001, 0.001, 0.001, 0.026],
    [1e-6, 1e-6, 0.00005, 1e-6, 1e-6, 1e-6, 0.9999],
  ),
  text: prior(
    [0.65, 0.001, 0.06, 0.001, 0.08, 0.03, 0.178],
    [0.01, 0.0001, 0.003, 0.0001, 0.02, 0.02, 0.947],
  ),
} as const satisfies Record<string, Prior>;

export type FieldKind = keyof typeof priors;
