import type pg from 'pg';
import type { Config } from '../../kernel/config.ts';
import type { Egress } from '../../kernel/egress.ts';
import type { Storage } from '../../storage.ts';

/** `notice` is worth a look and no fault. */
export type Finding = { name: string; state: 'ok' | 'notice' | 'fault'; text: string };

export type Patient = {
  config: Config;
  storage: Storage;
  owner: pg.ClientBase;
  egress: Egress;
  /** Address as the world sees it. */
  publicUrl: string;
};

export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
export const notice = (name: string, text: string): Finding => ({ name, state: 'notice', text });
export const fault = (name: string, text: string): Finding => ({ name, state: 'fault', text });

export const sentenceOf = (error: unknown): string =>
  (error instanceof Error
    ? error.message || String('code' in error ? error.code : error.name)
    : String(error)
  )
    .replace(/\s+/g, ' ')
    .slice(0, 300);
