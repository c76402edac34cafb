import type { MessageTemplate } from '@meada/contract/routes/inboxes';

const field = /\{\{\s*(\w{1,64})\s*\}\}/g;

/** Fields in the order they are sent: numbered ones by their number, wherever they stand in the text. */
export function fieldsOf({ parameters }: Pick<MessageTemplate, 'parameters'>): string[] {
  const numbered = parameters.every((name) => /^\d+$/.test(name));
  return numbered ? [...parameters].sort((one, other) => Number(one) - Number(other)) : [...parameters];
}

/** What the customer will read; a field without a value stays as it is. */
export function rendered(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(field, (whole, name: string) => values[name]?.replace(/\s+/g, ' ').trim() || whole);
}

/** Templates that have a word in their name or text. */
export function matching(list: readonly MessageTemplate[], word: string): MessageTemplate[] {
  const wanted = word.trim().toLowerCase();
  return list.filter((one) => `${one.name} ${one.text}`.toLowerCase().includes(wanted));
}
