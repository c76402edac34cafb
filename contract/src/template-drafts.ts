import { z } from 'zod';
import { lineOf, textOf } from './primitives.ts';
import { namesIn, type TemplateButton, TemplateCost, TemplatePart, templateFields } from './templates.ts';

/** A new template before a platform has it: what a person writes, what a channel takes, and what is wrong with it. */

/** A new template as a person writes it, with a sample for each of its fields: who approves it sees it filled in. */
export const TemplateDraft = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .max(512),
  /** As platforms write it: `pt_BR`, `en_US`, `es`. */
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  cost: TemplateCost,
  parts: z.array(TemplatePart).min(1).max(6),
  /** Words, or a draft upload of the writer's own. */
  samples: z
    .array(
      z.strictObject({ at: lineOf(128, 1), value: textOf(2000).optional(), uploadId: z.uuid().optional() }),
    )
    .max(100)
    .default([]),
});
export type TemplateDraft = z.infer<typeof TemplateDraft>;

/** What a channel takes of the firm's own templates; sizes in characters. */
export type TemplateMaking = {
  costs: TemplateCost[];
  headers: TemplateHeader['format'][];
  buttons: TemplateButton['kind'][];
  /** The commonest languages, the first proposed. */
  languages: string[];
  limits: { header: number; body: number; footer: number; button: number; buttons: number };
  /** Largest sample file (bytes). */
  sampleBytes: number;
};

/** What is wrong with a draft: the place (`name`, `body`, `button.1`, `sample.body.2`) and the rule it breaks. */
export type DraftProblem = {
  at: string;
  rule:
    | 'missing'
    | 'too_long'
    | 'not_taken'
    | 'too_many'
    | 'fields_mixed'
    | 'fields_numbered'
    | 'fields_edge'
    | 'not_a_link';
};

type TemplateHeader = Extract<TemplatePart, { part: 'header' }>;

type Part = TemplateDraft['parts'][number];
type Problems = DraftProblem[];

const tooLong = (at: string, text: string | undefined, atMost: number): Problems =>
  (text?.length ?? 0) > atMost ? [{ at, rule: 'too_long' }] : [];

/** Numbered fields count from 1 without a gap, and are not mixed with named ones. */
function fieldProblems(at: string, text: string): Problems {
  const names = namesIn(text);
  const numbers = names.filter((name) => /^\d+$/.test(name));
  if (numbers.length > 0 && numbers.length < names.length) return [{ at, rule: 'fields_mixed' }];
  if (numbers.some((name, n) => Number(name) !== n + 1)) return [{ at, rule: 'fields_numbered' }];
  return [];
}

const partProblems: {
  [P in Part['part']]?: (part: Extract<Part, { part: P }>, may: TemplateMaking) => Problems;
} = {
  header: (part, may) => {
    if (!may.headers.includes(part.format)) return [{ at: 'header', rule: 'not_taken' }];
    if (part.format !== 'text') return [];
    const text = part.text ?? '';
    if (!text.trim()) return [{ at: 'header', rule: 'missing' }];
    if (namesIn(text).length > 1) return [{ at: 'header', rule: 'too_many' }];
    return [...tooLong('header', text, may.limits.header), ...fieldProblems('header', text)];
  },
  body: ({ text }, may) => {
    if (!text.trim()) return [{ at: 'body', rule: 'missing' }];
    const edge = /^\s*\{\{|\}\}\s*$/.test(text);
    return [
      ...tooLong('body', text, may.limits.body),
      ...fieldProblems('body', text),
      ...(edge ? [{ at: 'body', rule: 'fields_edge' as const }] : []),
    ];
  },
  footer: ({ text }, may) => {
    if (!text.trim()) return [{ at: 'footer', rule: 'missing' }];
    return namesIn(text).length > 0
      ? [{ at: 'footer', rule: 'not_taken' }]
      : tooLong('footer', text, may.limits.footer);
  },
  buttons: ({ buttons }, may) =>
    buttons.length > may.limits.buttons
      ? [{ at: 'buttons', rule: 'too_many' }]
      : buttons.flatMap((button, n) => buttonProblems(`button.${n}`, button, may)),
};

function buttonProblems(at: string, button: TemplateButton, may: TemplateMaking): Problems {
  if (!may.buttons.includes(button.kind)) return [{ at, rule: 'not_taken' }];
  if (!button.text.trim()) return [{ at, rule: 'missing' }];
  const link = /^https:\/\/[^\s{}]+(\{\{1\}\})?$/;
  if (button.kind === 'url' && !link.test(button.url ?? '')) return [{ at, rule: 'not_a_link' }];
  if (button.kind === 'phone' && !/^\+?[\d ()-]{6,20}$/.test(button.phone ?? ''))
    return [{ at, rule: 'missing' }];
  return tooLong(at, button.text, may.limits.button);
}

/** What keeps a draft from being sent for approval, in the order of its parts; the same in the desk and on the server. */
export function draftProblems(draft: TemplateDraft, may: TemplateMaking): DraftProblem[] {
  const kinds = draft.parts.map((part) => part.part);
  const twice = kinds.filter((kind, n) => kinds.indexOf(kind) !== n);
  const found = draft.parts.flatMap((part): Problems => {
    const check = partProblems[part.part] as ((part: Part, may: TemplateMaking) => Problems) | undefined;
    return check ? check(part, may) : [{ at: part.part, rule: 'not_taken' }];
  });
  const given = new Map(draft.samples.map((one) => [one.at, one]));
  const unsampled = templateFields(draft.parts)
    .filter(({ kind }) => kind !== 'location')
    .filter(({ at }) => !given.get(at)?.value?.trim() && !given.get(at)?.uploadId)
    .map(({ at }) => ({ at: `sample.${at}`, rule: 'missing' as const }));
  return [
    ...(may.costs.includes(draft.cost) ? [] : [{ at: 'cost', rule: 'not_taken' as const }]),
    ...(kinds.includes('body') ? [] : [{ at: 'body', rule: 'missing' as const }]),
    ...twice.map((at) => ({ at, rule: 'too_many' as const })),
    ...found,
    ...unsampled,
  ];
}
