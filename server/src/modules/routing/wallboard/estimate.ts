/** What was seen of a line lately: how many were begun while somebody waited, and how long somebody did (ms). */
export type Pace = { begun: number; busyMs: number };
export type Estimate = { lowMs: number; highMs: number };

/** Fewer than this say nothing. */
const fewest = 4;
/** The wait is below the low and above the high end once in ten each. */
const tail = 0.1;

/** P(X ≥ k) of a binomial of n tries with probability q; log terms, so that large n do not overflow. */
function atLeast(k: number, n: number, q: number): number {
  let log = n * Math.log1p(-q);
  let below = 0;
  for (let i = 0; i < k; i += 1) {
    below += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(q) - Math.log1p(-q);
  }
  return Math.max(0, 1 - below);
}

/** Quantile of a beta with whole parameters: its distribution is a binomial's tail. */
function betaQuantile(a: number, b: number, p: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atLeast(a, a + b - 1, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * How long who comes now waits, with `ahead` before them, at the pace that was seen. While somebody waits agents begin
 * work as a Poisson stream whose rate is known by `begun` of them only: the time until it is one's turn is the busy time
 * seen times the ratio of two gamma variables (beta prime), whose tails are those of a beta. Null: too little was seen.
 */
export function estimateWait(ahead: number, { begun, busyMs }: Pace): Estimate | null {
  if (begun < fewest || busyMs <= 0) return null;
  const at = (p: number): number => {
    const x = betaQuantile(ahead + 1, begun, p);
    return Math.round((busyMs * x) / (1 - x));
  };
  return { lowMs: at(tail), highMs: at(1 - tail) };
}
