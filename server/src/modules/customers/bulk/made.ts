import type { CustomFieldValue } from '@meada/contract/primitives';

/** What a draft made, so that it can be taken back. */
export type Made = {
  customer?: true;
  identityIds?: string[];
  postalIds?: string[];
  noteIds?: string[];
  documentIds?: string[];
  tieIds?: string[];
  companyIds?: string[];
  factIds?: string[];
  /** What a tie said; one that says something else by now was changed. */
  role?: string;
  /** When the customer's own columns were written (ISO), and when they were last written before. */
  at?: string;
  updatedBefore?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  fieldsBefore?: Record<string, CustomFieldValue>;
  fieldsAfter?: Record<string, CustomFieldValue>;
};

/** A draft that was brought in, with what it made. */
export type ToUndo = { n: number; customerId: string; made: Made };
