/**
 * Stands in for Zod in the desk's bundle: the contract's route objects are read for their method and path only, the
 * server does the validating, so 20 KB of validator need not travel to every agent. Types are untouched (they come from the
 * real Zod). Asking it to validate is a mistake and says so.
 */
const refuse = () => {
  throw new Error('Schemas do not exist in the browser; the server validates.');
};
const judging = new Set<PropertyKey>([
  'parse',
  'safeParse',
  'parseAsync',
  'safeParseAsync',
  'decode',
  'encode',
]);

type Anything = { (): Anything; [key: string]: Anything };

export const z: Anything = new Proxy((() => z) as unknown as Anything, {
  get: (_, key) => (judging.has(key) ? refuse : z),
  apply: () => z,
});
