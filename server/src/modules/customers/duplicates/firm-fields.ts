import type { FieldDefinition, FieldSubject } from '@meada/contract/fields';
import type { ComparedField, MatchReason } from '@meada/contract/routes/duplicates';
import type { Actor } from '../../../kernel/actor.ts';
import { type FieldValues, shownAmong } from '../fields/apply.ts';
import { type Group, standingFields, standingWord } from '../standing.ts';

/** The firm's own fields where records are held side by side: what the reader may not see is not there. Pure. */

export type FirmField = Pick<ComparedField, 'field' | 'label' | 'type' | 'currency'> & {
  textOf(word: unknown): string;
};
export type Words = (sides: readonly Group[]) => FirmField[];

/** What stands for a sensitive value: one sees that there is one and whether they differ, and asks for it in the record. */
const dots = '••••••';

export const plainText = (word: unknown): string =>
  typeof word === 'string' ? word : Array.isArray(word) ? word.join(', ') : JSON.stringify(word);

const subjectOf = (group: Group): FieldSubject =>
  standingWord(group, 'kind') === 'company' ? 'company' : 'customer';

/** Which of the firm's own fields the sides say something to, in the firm's order, as one actor sees them. */
export function firmFields(actor: Actor, definitions: readonly FieldDefinition[]): Words {
  const bySubject = Map.groupBy(definitions, (field) => field.subject);
  return (sides) => {
    const found = new Map<string, FirmField>();
    for (const side of sides) {
      const own = bySubject.get(subjectOf(side)) ?? [];
      const { values, concealed } = shownAmong(actor, own, standingFields(side) as FieldValues);
      const place = (name: string) => own.findIndex((field) => field.name === name) >>> 0;
      const names = [...Object.keys(values), ...concealed];
      for (const name of names.sort((x, y) => place(x) - place(y) || (x < y ? -1 : 1)))
        if (!found.has(name) || concealed.includes(name))
          found.set(
            name,
            fieldOf(
              name,
              own.find((field) => field.name === name),
              concealed.includes(name),
            ),
          );
    }
    return [...found.values()];
  };
}

function fieldOf(name: string, definition: FieldDefinition | undefined, isConcealed: boolean): FirmField {
  const labels = new Map(definition?.choices.map((choice) => [choice.name, choice.label]));
  const named = (word: unknown): unknown => (typeof word === 'string' ? (labels.get(word) ?? word) : word);
  return {
    field: `field:${name}`,
    label: definition?.label ?? name,
    type: isConcealed ? 'concealed' : (definition?.type ?? null),
    currency: definition?.currency ?? null,
    textOf: (word) => {
      if (isConcealed) return dots;
      return plainText(Array.isArray(word) ? word.map(named) : named(word));
    },
  };
}

/** Matchers call the firm's own fields so. */
const custom = 'custom:';

/**
 * Reasons as one actor may read them: of a field that is hidden from them nothing is told but that a field speaks for or
 * against; of a sensitive one, not what it says.
 */
export function shownReasons(
  actor: Actor,
  definitions: readonly FieldDefinition[],
  reasons: readonly MatchReason[],
): MatchReason[] {
  const own = definitions.filter(({ subject }) => subject !== 'conversation');
  return reasons.map((reason) => {
    if (!reason.field.startsWith(custom)) return reason;
    const name = reason.field.slice(custom.length);
    const known = own.filter((field) => field.name === name);
    const shown = shownAmong(actor, known, { [name]: '' });
    const { a: _a, b: _b, ...rest } = reason;
    if (shown.concealed.length > 0) return { ...rest, field: `${custom}${known[0]?.label ?? name}` };
    if (!(name in shown.values)) return { ...rest, field: 'hidden' };
    return known[0] ? { ...reason, field: `${custom}${known[0].label}` } : reason;
  });
}
