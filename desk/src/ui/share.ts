/** "82%" of a share from 0 to 1, as the reader's language writes it. */
export const shareOf = (share: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
