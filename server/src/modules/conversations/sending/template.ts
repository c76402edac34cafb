import type { Outgoing } from '@meada/contract/content';
import {
  renderedParts,
  type TemplateField,
  type TemplatePart,
  type TemplateValue,
  templateButtons,
  templateFields,
  templateText,
} from '@meada/contract/templates';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { templateOf } from '../../inboxes/index.ts';
import type { SendFile } from './rules.ts';

type Template = Extract<Outgoing, { kind: 'template' }>;

/**
 * A template as it will be sent: every field there, words and buttons as the customer will read them. Throws `refused`
 * when it is not approved or something is missing. One that is not known here is left to the platform.
 */
export async function fillTemplate<C extends { kind: string }>(
  ctx: Ctx,
  inboxId: string,
  { content, files }: { content: C; files: readonly SendFile[] },
): Promise<C> {
  if (content.kind !== 'template') return content;
  const template = content as unknown as Template;
  const known = await templateOf(ctx, inboxId, template);
  if (!known) return content;
  if (known.state !== 'approved')
    throw refused(
      `The platform has not approved this template: ${known.reason ?? known.state}.`,
      'body.content.name',
    );
  return filledTemplate(template, { parts: known.parts, files }) as unknown as C;
}

/** The rule of it, pure. */
export function filledTemplate(
  content: Template,
  { parts, files }: { parts: readonly TemplatePart[]; files: readonly Pick<SendFile, 'kind'>[] },
): Template {
  const values = valuesOf(content);
  const fields = templateFields(parts).flatMap((field) => {
    const value = values.get(field.at) ?? values.get(field.copies ?? '');
    if (!value || !isGiven(value)) {
      if (field.required)
        throw refused(`A field of the template is empty: ${field.name || field.at}.`, place);
      return [];
    }
    checkValue(field, value, files);
    return [{ ...value, at: field.at, kind: field.kind }];
  });
  const said = renderedParts(parts, (at) => values.get(at)?.value);
  const buttons = templateButtons(said).map((text) => text.slice(0, 256));
  return { ...content, text: templateText(said), fields, ...(buttons.length > 0 ? { buttons } : {}) };
}

const place = 'body.content.fields';

/** What is given for each place; the parameters are those of the body, by name or number. */
function valuesOf({ fields = [], parameters }: Template): Map<string, TemplateValue> {
  const body = parameters.map(
    ({ name, value }, n): TemplateValue => ({ at: `body.${name ?? n + 1}`, value }),
  );
  return new Map([...body, ...fields].map((value) => [value.at, value]));
}

const isGiven = (value: TemplateValue): boolean =>
  Boolean(value.value?.trim()) || value.attachment !== undefined || value.place !== undefined;

const media = new Set<TemplateField['kind']>(['image', 'video', 'document']);

function checkValue(
  field: TemplateField,
  value: TemplateValue,
  files: readonly Pick<SendFile, 'kind'>[],
): void {
  const name = field.name || field.at;
  if (media.has(field.kind)) {
    const file = value.attachment === undefined ? undefined : files[value.attachment];
    const link = value.value !== undefined && /^https:\/\/\S+$/.test(value.value);
    // Anything can be sent as a document; a picture must be one.
    if (!link && (!file || (field.kind !== 'document' && file.kind !== field.kind)))
      throw refused(`The field ${name} needs a file of kind ${field.kind}.`, place);
  } else if (field.kind === 'location' && !value.place)
    throw refused(`The field ${name} needs a place.`, place);
  else if (field.kind === 'time' && !(Date.parse(value.value ?? '') > 0))
    throw refused(`The field ${name} needs a time.`, place);
}
