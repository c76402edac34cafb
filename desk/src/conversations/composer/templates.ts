import type { MessageTemplate } from '@meada/contract/routes/templates';
import {
  renderedParts,
  type TemplateField,
  type TemplatePart,
  type TemplateValue,
  templateButtons,
  templateFields,
  templateText,
} from '@meada/contract/templates';

/** What a person has put into the fields so far; files by the number of their upload. */
export type Values = Readonly<Record<string, Omit<TemplateValue, 'at' | 'kind'>>>;

/** The fields a person fills in: what copies another is filled by itself. */
export const asked = ({ parts }: Pick<MessageTemplate, 'parts'>): TemplateField[] =>
  templateFields(parts).filter((field) => !field.copies);

/** What the customer will see; a field without a value stays as it is. */
export const preview = ({ parts }: Pick<MessageTemplate, 'parts'>, values: Values): TemplatePart[] =>
  renderedParts(parts, (at) => values[at]?.value);

const given = (value: Values[string] | undefined): boolean =>
  Boolean(value?.value?.trim()) || value?.attachment !== undefined || value?.place !== undefined;

/** Fields that still want something. */
export const missing = (template: Pick<MessageTemplate, 'parts'>, values: Values): TemplateField[] =>
  asked(template).filter((field) => field.required && !given(values[field.at]));

/** The message as the server is told it; it fills in the rest and checks it again. */
export function contentOf(template: MessageTemplate, values: Values) {
  const { name, language } = template;
  const fields = Object.entries(values)
    .filter(([, value]) => given(value))
    .map(([at, value]) => ({ at, ...value, ...(value.value ? { value: value.value.trim() } : {}) }));
  const parts = preview(template, values);
  const [text, buttons] = [templateText(parts), templateButtons(parts)];
  return { v: 1 as const, kind: 'template' as const, name, language, text, parameters: [], fields, buttons };
}

/** Templates that have a word in their name or text. */
export function matching(list: readonly MessageTemplate[], word: string): MessageTemplate[] {
  const wanted = word.trim().toLowerCase();
  return list.filter((one) => `${one.name} ${one.text}`.toLowerCase().includes(wanted));
}
