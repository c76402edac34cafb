/**
 * An amount in units of a currency as integer minor units (ISO 4217 digits as ICU knows them), rounded half away
 * from zero; undefined when it is no amount or no currency.
 */
export function minorUnits(amount: number | undefined, currency: string | undefined): number | undefined {
  if (amount === undefined || amount < 0 || !currency || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  // 1.005 × 100 is 100.49999: the decimal text is shifted instead of the binary number.
  const [mantissa, exponent = '0'] = String(amount).split('e');
  const minor = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  return Number.isSafeInteger(minor) ? minor : undefined;
}
