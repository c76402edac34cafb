import type { PostalPlace } from '@meada/contract/routes/postal';

declare module '../../../kernel/ctx.ts' {
  interface Ports {
    postalCodes: readonly PostalCodeProvider[];
  }
}

/** Somebody who tells the place of a Brazilian CEP. */
export type PostalCodeProvider = {
  id: string;
  name: string;
  /** Where it is asked unless the firm names another address; without a slash at the end. */
  address: string;
  /** Path for a CEP of eight digits. */
  pathOf(digits: string): string;
  /** What an answer of status 200 tells; null: there is no such CEP. Throws for what is no answer of theirs. */
  read(answer: unknown): Omit<PostalPlace, 'postalCode'> | null;
};
