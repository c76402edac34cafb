/**
 * The states with a line, for agents × service rate = x and arrivals = y, both in units of the rate at which one waiting
 * call gives up: the weight of j waiting against none is w(j) = y^j / ((x+1)…(x+j)). Their sum is Kummer's function
 * M(1, x+1, y), the lower incomplete gamma function but for its front factor.
 */
export type Tail = {
  /** ln Σ w(j). */
  logSum: number;
  /** Mean number waiting, given that there is a line or all agents are busy. */
  meanWaiting: number;
};

/** A term this much smaller than the sum changes nothing any more, even with all that follow it. */
const negligible = 1e-22;

/** ln w(j), by steps that cannot leave the range of numbers. */
function logWeight(x: number, y: number, j: number): number {
  let [log, product] = [0, 1];
  for (let i = 1; i <= j; i += 1) {
    product *= y / (x + i);
    if (product > 1e280) {
      log += Math.log(product);
      product = 1;
    }
  }
  return log + Math.log(product);
}

/**
 * Sums outward from the largest term: all terms are positive, so errors do not cancel, and those of the products grow
 * only with the width of the hill, not with its place.
 */
export function tail(x: number, y: number): Tail {
  const top = Math.max(0, Math.floor(y - x));
  let [sum, waiting] = [1, top];
  let [term, j] = [1, top];
  for (;;) {
    j += 1;
    const factor = y / (x + j);
    term *= factor;
    sum += term;
    waiting += term * j;
    // What follows is less than a geometric series of this factor.
    if ((term * j) / (1 - factor) <= negligible * waiting || term === 0) break;
  }
  for ([term, j] = [1, top]; j > 0; ) {
    term *= (x + j) / y;
    j -= 1;
    sum += term;
    waiting += term * j;
    if (term * j <= negligible * sum) break;
  }
  return { logSum: logWeight(x, y, top) + Math.log(sum), meanWaiting: waiting / sum };
}
