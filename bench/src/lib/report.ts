import { cpus, loadavg } from 'node:os';

/** Arguments of a benchmark: `--quick` and `--data DIR`. */
export const quick = process.argv.includes('--quick');

/** A chosen size: the small one with `--quick`. */
export const sized = <T>(full: T, small: T): T => (quick ? small : full);

/** The folder given by `--keep`: a base that is slow to fill is made there once and measured again and again. */
export function keptDir(): string | undefined {
  const at = process.argv.indexOf('--keep');
  return at < 0 ? undefined : process.argv[at + 1];
}

/** One line for a person. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 ? high : (low + high) / 2;
}

/** The value that the given share (0…1) does not pass: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Ratios of pairs that were measured one after the other: the drift of the machine falls out. */
export type Ratio = { ratio: number; min: number; max: number; pairs: number };

export function ratioOf(ours: readonly number[], reference: readonly number[]): Ratio {
  const ratios = ours.map((value, index) => value / (reference[index] ?? Number.NaN));
  return {
    ratio: round(median(ratios)),
    min: round(Math.min(...ratios)),
    max: round(Math.max(...ratios)),
    pairs: ratios.length,
  };
}

export const told = (ratio: Ratio): string =>
  `${ratio.ratio} (${ratio.min}–${ratio.max}, ${ratio.pairs} pairs)`;

export type Result = {
  bench: string;
  ratio: number | null;
  goal: string;
  ok: boolean;
  [fact: string]: unknown;
};

/** The last line of every benchmark; `load` tells how busy the machine was. */
export function finish(result: Result): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, node ${process.version}`;
  say(JSON.stringify({ ...result, quick, load: round(loadavg()[0] ?? 0), machine }));
}

/** Ends a benchmark that lacks something by a sentence. */
export function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
