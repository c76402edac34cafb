/** Functions without their first argument. */
export type Bound<H, F> = {
  [K in keyof F]: F[K] extends (hands: H, ...rest: infer A) => infer R ? (...rest: A) => R : never;
};

/** Gives every function of a module its first argument for good. */
export function bound<H, F extends object>(hands: H, functions: F): Bound<H, F> {
  const entries = Object.entries(functions).map(([name, work]) => [name, work.bind(undefined, hands)]);
  return Object.fromEntries(entries) as Bound<H, F>;
}
