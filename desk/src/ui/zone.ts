/** Time zones in words a person knows. */

/** Cities whose names the zone database writes without their marks. */
const marked: Record<string, string> = {
  Araguaina: 'Araguaína',
  Belem: 'Belém',
  Cuiaba: 'Cuiabá',
  Eirunepe: 'Eirunepé',
  Maceio: 'Maceió',
  Santarem: 'Santarém',
  'Sao Paulo': 'São Paulo',
};

function nameOf(zone: string, locale: string, timeZoneName: 'longGeneric' | 'shortOffset'): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** "São Paulo · Horário Padrão de Brasília (GMT-3)": the city, what its time is called, how far from Greenwich it is now. */
export function zoneWords(zone: string, locale: string): string {
  const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
  try {
    const offset = nameOf(zone, locale, 'shortOffset');
    const name = nameOf(zone, locale, 'longGeneric');
    return `${[marked[city] ?? city, ...(name.startsWith('GMT') ? [] : [name])].join(' · ')} (${offset})`;
  } catch {
    // A zone this browser does not know.
    return zone;
  }
}
