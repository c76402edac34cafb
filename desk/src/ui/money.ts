import { decimalOf } from '@meada/contract/currencies';

export { decimalsOf, minorOf, minorUnits } from '@meada/contract/currencies';

/** Spanish writes BRL where everybody in Brazil reads R$; a narrow sign of other currencies could be any dollar. */
const displayOf = (currency: string) => (currency === 'BRL' ? 'narrowSymbol' : 'symbol');

/** "R$ 0,35": exact, with the decimal places the currency has. */
export const moneyOf = ({ minor, currency }: { minor: number; currency: string }, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: displayOf(currency) }).format(
    decimalOf(minor, currency) as `${number}`,
  );
