import { count, quantity } from './input.ts';

/**
 * Weight of the states with a free agent against the one with none: p(0)+…+p(n−1) over p(n), for Poisson arrivals and
 * `load` Erlang. By S(n) = (n/load)·(1 + S(n−1)): only sums and products of positive numbers, so an error of at most
 * n roundings (5·10⁻¹³ at 5,000 agents). Infinity where the true value is above 10³⁰⁸.
 */
export function freeOverFull(agents: number, load: number): number {
  let weight = 0;
  for (let n = 1; n <= agents; n += 1) weight = (n / load) * (1 + weight);
  return weight;
}

/**
 * Erlang B: the share of calls that find all agents busy and are lost. `load` in Erlang (arrivals × mean handling time).
 * A. K. Erlang, "Solution of some problems in the theory of probabilities", 1917.
 */
export function erlangB(agents: number, load: number): number {
  count('agents', agents);
  if (quantity('load', load) === 0) return agents === 0 ? 1 : 0;
  return 1 / (1 + freeOverFull(agents, load));
}
