import type { Content } from '@meada/contract/content';

type Writers = { [K in Content['kind']]?: (content: Extract<Content, { kind: K }>) => string[] };

const writers: Writers = {
  location: ({ name, address, latitude, longitude }) => [
    ...[name, address].filter((line) => line !== undefined),
    `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`,
  ],
  contact: ({ contacts }) =>
    contacts.map(({ name, organisation, phones, emails }) =>
      [name, organisation, ...phones, ...emails].filter(Boolean).join(' · '),
    ),
  buttons: ({ text, buttons }) => [
    text,
    ...buttons.map(({ title, url }) => (url ? `• ${title}: ${url}` : `• ${title}`)),
  ],
  list: ({ text, sections }) => [
    text,
    ...sections.flatMap(({ title, rows }) => [
      ...(title ? [title] : []),
      ...rows.map((row) => `• ${row.title}${row.description ? `: ${row.description}` : ''}`),
    ]),
  ],
};

/** A whole message in words, for systems that show nothing else; every choice is in it. */
export function plainText(content: Content): string {
  const write = writers[content.kind] as ((content: Content) => string[]) | undefined;
  if (write) return write(content).join('\n');
  return 'text' in content ? (content.text ?? '') : '';
}
