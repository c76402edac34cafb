import type { FieldInput, FieldType } from '@meada/contract/fields';
import { refused } from '../../../kernel/errors.ts';

type Before = { type: FieldType; choices: FieldInput['choices'] };

/**
 * Whether a definition makes sense: a choice has choices, each once; what was offered before is archived, not taken away
 * (values hold it); money has a currency. Throws `refused`.
 */
export function checkField(type: FieldType, input: FieldInput, before?: Before): void {
  const isChoice = type === 'choice' || type === 'choices';
  const names = input.choices.map(({ name }) => name);
  if (isChoice && !input.choices.some(({ archived }) => !archived))
    throw refused('A choice needs something to choose from.', 'body.choices');
  if (!isChoice && names.length > 0) throw refused('Only a choice has choices.', 'body.choices');
  if (new Set(names).size < names.length) throw refused('A choice stands there twice.', 'body.choices');
  const gone = before?.choices.find(({ name }) => !names.includes(name));
  if (gone) throw refused('A choice that was offered is archived, not removed.', 'body.choices');
  if ((type === 'money') !== (input.currency !== null))
    throw refused('Money, and nothing else, has a currency.', 'body.currency');
}
