import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

/** Brazilian mobile without the ninth digit: country, area code, and eight digits of which the first is 6 to 9. */
const brazilWithoutNinth = /^55([1-9][1-9])([6-9]\d{7})$/;

/** Mexican mobile with the "1" that was dialled after the country code until 2019. */
const mexicoWithOne = /^521(\d{10})$/;

/** `0xx41`: Brazil's way to write that a carrier of one's choice is dialled here (Anatel, since 1999). */
const carrierPlace = /\b0\s?x\s?x\s?/gi;
/** `0055…`: dialled from abroad; libphonenumber would read the exit code of Brazil and then another country. */
const dialledFromAbroad = /^\s*00\s?55(?=\D*[1-9])/;

/** Longest text looked at: a number never needs more, and hostile input must not cost time. */
const longest = 64;

/**
 * Equivalence key of a telephone number: two numbers with the same key reach the same telephone. Takes an
 * international number (digits, a leading + and punctuation are ignored) and returns digits. Brazilian mobiles get
 * the ninth digit that messengers keep leaving out of old ids (Anatel resolution 553/2010: it is 9 and always
 * precedes the old number); Mexican ones lose the old "1". Never send to a key: send to the address received.
 */
export function phoneKey(digits: string): string {
  const bare = digits.replace(/\D/g, '');
  return bare.replace(brazilWithoutNinth, '55$19$2').replace(mexicoWithOne, '52$1');
}

/**
 * A telephone number as somebody typed it, in E.164 (`+5541988887777`), or null when it is none. Numbers without a
 * country code are read as dialled in `defaultCountry` (ISO 3166-1 alpha-2). The old Brazilian mobile form without
 * the ninth digit, which libphonenumber calls invalid, is kept as it is: messengers still send to it.
 */
export function canonicalPhone(text: string, defaultCountry: string): string | null {
  if (text.length > longest) return null;
  const plain = text.replace(carrierPlace, '').replace(dialledFromAbroad, '+55');
  const parsed = parsePhoneNumberFromString(plain, {
    defaultCountry: defaultCountry as CountryCode,
    extract: false,
  });
  if (!parsed) return null;
  const accepted = parsed.isValid() || brazilWithoutNinth.test(parsed.number.slice(1));
  return accepted ? parsed.number : null;
}

/** Brazil writes its numbers with a hyphen before the last four digits; ids of old mobiles have eight digits. */
const brazil = /^\+55([1-9][1-9])(\d{4,5})(\d{4})$/;

/** A number in E.164 for people to read (`+55 41 98888-7777`); anything else comes back unchanged. */
export function displayPhone(canonical: string): string {
  if (canonical.length > longest) return canonical;
  const [, area, front, tail] = brazil.exec(canonical) ?? [];
  if (area) return `+55 ${area} ${front}-${tail}`;
  return parsePhoneNumberFromString(canonical, { extract: false })?.formatInternational() ?? canonical;
}
