import type { Comparison } from '@meada/contract/routes/duplicates';
import { useState } from 'react';
import { asks, type Choices, chosenSide } from './CompareGrid.tsx';

/** Who of the sides stays unless somebody says otherwise: a proven one, then the one with more conversations, then the older. */
export function usualInto({ sides }: Comparison): string {
  const best = [...sides].sort(
    (x, y) =>
      Number(y.verified) - Number(x.verified) ||
      y.conversations - x.conversations ||
      (x.createdAt < y.createdAt ? -1 : 1),
  );
  return best[0]?.id ?? '';
}

/** What is chosen in one comparison: who stays, whose word counts, and the field the arrows are at. */
export function useChoices(comparison: Comparison) {
  const [into, setInto] = useState<string | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [at, setAt] = useState(0);
  const intoId = comparison.sides.some((side) => side.id === into) ? (into ?? '') : usualInto(comparison);
  const fields = comparison.fields.filter(asks);
  const field = fields[Math.min(at, fields.length - 1)];
  const choose = (name: string, id: string) => setChoices((now) => ({ ...now, [name]: id }));
  return {
    intoId,
    setInto,
    choices,
    choose,
    cursor: field?.field ?? null,
    /** Up and down among the fields that differ. */
    move: (by: number) => setAt((now) => Math.max(0, Math.min(fields.length - 1, now + by))),
    /** Left and right: the word of the side beside it. */
    turn: (by: number) => {
      if (!field) return;
      const count = comparison.sides.length;
      let side = chosenSide(comparison, field, { intoId, choices });
      for (let step = 0; step < count; step += 1) {
        side = (side + by + count) % count;
        const id = comparison.sides[side]?.id;
        if (id && (field.values[side]?.length ?? 0) > 0) return choose(field.field, id);
      }
    },
    /** The next side stays. */
    swap: () => {
      const now = comparison.sides.findIndex((side) => side.id === intoId);
      setInto(comparison.sides[(now + 1) % comparison.sides.length]?.id ?? null);
    },
  };
}
