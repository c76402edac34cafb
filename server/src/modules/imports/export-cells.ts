import type { Locale } from '@meada/contract/primitives';

/** Money in minor units, and a day (YYYY-MM-DD) without a time: what a spreadsheet shows in its own way. */
export type Money = { minor: number; currency: string };
export type Day = { day: string };
export type Cell = string | number | boolean | null | undefined | Date | Money | Day;
export type Cells = readonly Cell[];

/** Language and time zone of an organisation: how numbers and moments are written in its tables. */
export type Place = { locale: Locale; zone: string };
