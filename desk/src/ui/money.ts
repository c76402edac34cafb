import { decimalOf } from '@meada/contract/currencies';

export { decimalsOf, minorOf, minorUnits } from '@meada/contract/currencies';

/** "R$ 0,35": exact, with the decimal places the currency has. */
export const moneyOf = ({ minor, currency }: { minor: number; currency: string }, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    decimalOf(minor, currency) as `${number}`,
  );
