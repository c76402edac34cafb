import type { Config } from '../kernel/config.ts';

/** What goes wrong by what was typed, or what a check found; the message is one sentence. */
export class CliError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type Option = {
  type: 'string' | 'boolean';
  multiple?: boolean;
  required?: boolean;
  /** What stands for the value in the help. */
  value?: string;
  help: string;
};

export type Values = Record<string, string | boolean | string[] | undefined>;

/** What a command is run with. */
export type CliCall = {
  config: Config;
  values: Values;
  /** Progress, on stderr. */
  say(text: string): void;
  /** All of standard input, without the line feed at its end. */
  stdin(): Promise<string>;
};

/** What a command tells: an object for programs, lines for people; `failed` makes the exit code 1. */
export type CliAnswer = { data: Record<string, unknown>; lines: string[]; failed?: boolean };

export type Command = {
  name: string;
  summary: string;
  options: Readonly<Record<string, Option>>;
  run(call: CliCall): Promise<CliAnswer>;
};

/** The value of an option that takes one, or null. */
export const textOf = (values: Values, name: string): string | null => {
  const value = values[name];
  return typeof value === 'string' ? value : null;
};

/** The value of an option that must be there. Throws `usage`. */
export function needed(values: Values, name: string): string {
  const value = textOf(values, name)?.trim();
  if (!value) throw new CliError('usage', `The option --${name} needs a value.`);
  return value;
}

export const listOf = (values: Values, name: string): string[] => {
  const value = values[name];
  return Array.isArray(value) ? value : [];
};

/** Bytes for people. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
}
