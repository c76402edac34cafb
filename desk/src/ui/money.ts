/** How many minor units make one of a currency, as the browser knows it (ISO 4217): 100 cents, 1 yen. */
export const minorUnits = (currency: string): number =>
  10 **
  (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);

/** "R$ 0,35". */
export const moneyOf = ({ minor, currency }: { minor: number; currency: string }, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / minorUnits(currency));
