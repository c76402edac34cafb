/** More agents than this no formula here is made for: the recursions would still be exact, but slow. */
export const mostAgents = 200_000;

/** Refuses what is no quantity: NaN, infinite, negative (RangeError). */
export function quantity(name: string, value: number): number {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} is no quantity: ${value}`);
  return value;
}

/** Refuses what is neither positive nor finite (RangeError). */
export function positive(name: string, value: number): number {
  if (quantity(name, value) === 0) throw new RangeError(`${name} must be more than 0`);
  return value;
}

/** Refuses what is no number of agents (RangeError). */
export function count(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > mostAgents) {
    throw new RangeError(`${name} is no number from 0 to ${mostAgents}: ${value}`);
  }
  return value;
}

/** Refuses what is no share between 0 and 1, ends excluded (RangeError). */
export function share(name: string, value: number): number {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} is no share between 0 and 1: ${value}`);
  return value;
}
