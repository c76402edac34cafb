import type { Chance } from '../identity/chance.ts';

/** Exponential with a mean; never 0 nor infinite. */
export const exponential = ({ next }: Chance, mean: number): number => -Math.log(1 - next()) * mean;
