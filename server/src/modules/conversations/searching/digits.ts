/** Numbers as one types them and as others write them: telephones, documents, amounts. Pure. */

/** How the digits of a number stand apart: telephones, postal codes, CPF, CNPJ, card numbers. */
const groups: Readonly<Record<number, readonly string[]>> = {
  8: ['dddd-dddd', 'dddd dddd', 'ddddd-ddd'],
  9: ['ddddd-dddd', 'ddddd dddd'],
  10: ['dd dddd-dddd', 'dd dddd dddd'],
  11: ['dd ddddd-dddd', 'dd ddddd dddd', 'ddd.ddd.ddd-dd'],
  12: ['dd dd dddd-dddd'],
  13: ['dd dd ddddd-dddd'],
  14: ['dd.ddd.ddd/dddd-dd'],
};

const grouped = (digits: string, pattern: string): string => {
  let next = 0;
  return pattern.replace(/d/g, () => digits[next++] ?? '');
};

/** A number as others write it: with the usual marks between its digits, or with none. */
export function digitsOf(typed: string): string[] {
  const [whole = '', rest = ''] = typed.split(/(,\d+)$/u);
  if (/^\d{4,7}$/.test(whole)) return [`${whole.replace(/\B(?=(\d{3})+$)/g, '.')}${rest}`];
  if (/^\d{8,14}$/.test(typed)) return (groups[typed.length] ?? []).map((pattern) => grouped(typed, pattern));
  const bare = typed.replace(/\D/g, '');
  const parted = /^[+(]?\d[\d\s().,/-]*\d$/.test(typed);
  if (!parted || bare.length < 4) return [];
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(typed)) return [typed.replace(/\./g, '')];
  const others = (groups[bare.length] ?? []).map((pattern) => grouped(bare, pattern));
  return [bare, ...others.filter((other) => other !== typed)];
}

const amount = /^(\d{1,3}(?:\.\d{3})+|\d+),(\d{2})$|^(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})$/;

/** The digits by which the index knows a number, whatever marks it was written with (`meada_said_otherwise`). */
export function runsOf(typed: string): string[] {
  const digits = typed.replace(/\D/g, '');
  if (!/^[+(]?\d[\d\s().,/-]*$/.test(typed) || digits.length < 3) return [];
  const sum = amount.exec(typed);
  if (sum) {
    const whole = (sum[1] ?? sum[3] ?? '').replace(/\D/g, '');
    const cents = sum[2] ?? sum[4];
    return [`zc${digits}`, ...(cents === '00' ? [whole] : [])];
  }
  const runs = [digits];
  if (/^55\d{10,11}$/.test(digits)) runs.push(digits.slice(2));
  if (/^0\d{10,11}$/.test(digits)) runs.push(digits.slice(1));
  // Mobile numbers had eight digits once.
  const old = runs.map((run) => /^(\d\d)([6-9]\d{7})$/.exec(run)).find((found) => found !== null);
  if (old) runs.push(`${old[1]}9${old[2]}`);
  return digits.length < 4 ? [] : runs;
}

/** Numbers in a text, with their marks: where each begins, and where its digits stand. */
export function numbersIn(text: string): { digits: string; places: number[] }[] {
  return [...text.matchAll(/\d(?:[\s().,/-]{0,3}\d)*/gu)].map((match) => {
    const places = [...match[0]].flatMap((sign, at) => (/\d/.test(sign) ? [match.index + at] : []));
    return { digits: match[0].replace(/\D/g, ''), places };
  });
}
