export { type Deduplicated, dedupe, worthAsking } from './dedupe.ts';
export { edits } from './distance.ts';
export { type ColumnMeaning, guessColumns } from './guess.ts';
export { lookupKeys, scoreCandidates } from './lookup.ts';
export { type Model, usualModel } from './model.ts';
export type { PersonAddress, PersonDocument, PersonName, PersonRecord } from './records.ts';
export { recordOfRow } from './rows.ts';
