/** Money is in minor units of an ISO 4217 currency everywhere; these say how many make one. */

const known = new Map<string, number>();

/** Decimal places of a currency (ISO 4217): 2 of BRL, 0 of JPY, 3 of KWD; 2 of a code nobody knows. */
export function decimalsOf(currency: string): number {
  const found = known.get(currency);
  if (found !== undefined) return found;
  const isCode = /^[A-Za-z]{3}$/.test(currency);
  const { maximumFractionDigits = 2 } = isCode
    ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    : {};
  if (known.size < 500) known.set(currency, maximumFractionDigits);
  return maximumFractionDigits;
}

/** How many minor units make one of a currency: 100 cents, 1 yen, 1000 fils. */
export const minorUnits = (currency: string): number => 10 ** decimalsOf(currency);

/** What somebody typed as an amount, in minor units; rounded to what the currency has. */
export const minorOf = (amount: number, currency: string): number =>
  Math.round(Number(`${amount}e${decimalsOf(currency)}`)) || 0;

/** Minor units as a plain decimal number: 1050 of BRL is "10.50", 1050 of KWD "1.050". Exact, whatever its size. */
export function decimalOf(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(Math.trunc(minor))).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return decimals === 0
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
