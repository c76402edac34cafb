import type { Mail, MailPart } from './mail.ts';

/** The event of an invitation (RFC 5545), as small facts for the agent: what, when, where, who, and what is asked. */
export type EventFacts = Partial<
  Record<
    | 'eventTitle'
    | 'eventStart'
    | 'eventEnd'
    | 'eventPlace'
    | 'eventOrganiser'
    | 'eventPeople'
    | 'eventAction',
    string
  >
>;

const maxBytes = 1_000_000;
const maxPeople = 20;

const isCalendar = (part: MailPart): boolean =>
  part.type === 'text/calendar' || part.type === 'application/ics' || /\.ics$/i.test(part.name);

/** Facts of the first event in a mail; none when there is no invitation. */
export function eventOf(mail: Mail): EventFacts {
  const part = mail.parts.find(isCalendar);
  return part ? factsOfCalendar(Buffer.from(part.bytes.subarray(0, maxBytes)).toString('utf8')) : {};
}

type Property = { name: string; parameters: Map<string, string>; value: string };

export function factsOfCalendar(text: string): EventFacts {
  const properties = text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .slice(0, 20_000)
    .map(propertyOf);
  const begin = properties.findIndex((one) => one.name === 'BEGIN' && one.value.toUpperCase() === 'VEVENT');
  if (begin < 0) return {};
  const after = properties.findIndex((one, at) => at > begin && one.name === 'END');
  const inside = properties.slice(begin, after < 0 ? undefined : after);
  const first = (name: string): Property | undefined => inside.find((one) => one.name === name);
  const words = (name: string): string => plainOf(first(name)?.value ?? '');
  const people = inside.filter((one) => one.name === 'ATTENDEE').slice(0, maxPeople);
  const facts = {
    eventTitle: words('SUMMARY').slice(0, 300),
    eventStart: instantOf(first('DTSTART')),
    eventEnd: instantOf(first('DTEND')),
    eventPlace: words('LOCATION').slice(0, 300),
    eventOrganiser: personOf(first('ORGANIZER')),
    eventPeople: people.map(personOf).filter(Boolean).join(', ').slice(0, 500),
    eventAction: (properties.find((one) => one.name === 'METHOD')?.value ?? '').toLowerCase().slice(0, 20),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''));
}

/** `NAME;PARAMETER="x":value`; a colon inside of quotes does not end the name. */
function propertyOf(line: string): Property {
  const text = line.slice(0, 10_000);
  let quoted = false;
  let colon = -1;
  for (let at = 0; at < text.length && colon < 0; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ':' && !quoted) colon = at;
  }
  const [name = '', ...rest] = text.slice(0, Math.max(0, colon)).split(';');
  const parameters = rest.map((one): [string, string] => {
    const equals = one.indexOf('=');
    return [one.slice(0, equals).toUpperCase(), one.slice(equals + 1).replace(/^"|"$/g, '')];
  });
  return { name: name.toUpperCase(), parameters: new Map(parameters), value: text.slice(colon + 1) };
}

const plainOf = (value: string): string =>
  value
    .replace(/\\n/gi, ' ')
    .replace(/\\([\\;,])/g, '$1')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .toWellFormed()
    .trim();

const personOf = (property: Property | undefined): string =>
  property
    ? plainOf(property.parameters.get('CN') || property.value.replace(/^mailto:/i, '')).slice(0, 120)
    : '';

/** Names Outlook gives to zones, as far as mail in our languages brings them. */
const zones: Record<string, string> = {
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Central Brazilian Standard Time': 'America/Cuiaba',
  'SA Eastern Standard Time': 'America/Fortaleza',
  'Bahia Standard Time': 'America/Bahia',
  'SA Western Standard Time': 'America/Manaus',
  'SA Pacific Standard Time': 'America/Bogota',
  'Argentina Standard Time': 'America/Argentina/Buenos_Aires',
  'Pacific SA Standard Time': 'America/Santiago',
  'Central Standard Time (Mexico)': 'America/Mexico_City',
  'Romance Standard Time': 'Europe/Madrid',
  'GMT Standard Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Pacific Standard Time': 'America/Los_Angeles',
};

/** An instant in UTC; a day for whole days; the time as written where no zone is known. */
function instantOf(property: Property | undefined): string {
  const shape = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(property?.value.trim() ?? '');
  if (!property || !shape) return '';
  const [, year, month, day, hour, minute, second = '00', utc] = shape;
  if (!hour) return `${year}-${month}-${day}`;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${written}Z`);
  if (Number.isNaN(time)) return '';
  if (utc) return new Date(time).toISOString();
  const zone = property.parameters.get('TZID') ?? '';
  const offset = offsetOf(time, zones[zone] ?? zone);
  return offset === null ? written : new Date(time - offset).toISOString();
}

/** How far a zone is ahead of UTC at a local time, ms; null for an unknown zone. */
function offsetOf(local: number, timeZone: string): number | null {
  if (!timeZone) return null;
  try {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    const ahead = (at: number): number => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at;
    return ahead(local - ahead(local));
  } catch {
    return null;
  }
}
