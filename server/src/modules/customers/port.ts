export type { PostalCodeProvider } from './addresses/port.ts';
