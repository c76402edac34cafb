import type { CustomerRecord, changeRecord as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { keepFact } from '../facts/keep.ts';
import { applyFields, type FieldValues } from '../fields/apply.ts';
import { dayOf } from '../fields/values.ts';
import { overrule } from '../merge.ts';
import { fieldsOf } from '../standing.ts';
import { rootIdOf, saveCustomer } from '../store.ts';
import { saveLabels, savePicture, savePlain } from './store.ts';
import { recordOf } from './view.ts';

/** Custom fields one customer may have. */
const fieldsAtMost = 200;

/** Changes own fields of the canonical record. Throws `not_found`, `refused`, `forbidden`. */
export async function changeRecord(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerRecord> {
  permit(ctx.actor, 'customers.write');
  const { body } = input;
  const rootId = await rootIdOf(ctx, input.params.id);
  const what = [
    ...Object.keys(body).filter((name) => name !== 'customFields'),
    ...Object.keys(body.customFields ?? {}).map((name) => `field:${name}`),
  ];
  if (what.length === 0) return recordOf(ctx, rootId);
  if (body.birthDate) await checkBirth(ctx, rootId, body.birthDate);
  const { kind, birthDate, labelIds, pictureId } = body;
  await savePlain(ctx, rootId, {
    ...(kind === undefined ? {} : { kind }),
    ...(birthDate === undefined ? {} : { birth_date: birthDate }),
  });
  if (labelIds !== undefined) await saveLabels(ctx, rootId, labelIds);
  if (pictureId !== undefined) await savePicture(ctx, rootId, pictureId);
  if (body.customFields) await saveFields(ctx, rootId, { given: body.customFields, kind });
  await overrule(ctx, rootId, fieldsOf({ ...body }));
  ctx.emit({ name: 'customer.changed', facts: { customerId: rootId, what } });
  ctx.audit({ action: 'customer.changed', subject: { kind: 'customer', id: rootId }, facts: { what } });
  return recordOf(ctx, rootId);
}

async function saveFields(
  ctx: Ctx,
  rootId: string,
  { given, kind }: { given: FieldValues; kind?: CustomerRecord['kind'] },
): Promise<void> {
  const before = await recordOf(ctx, rootId);
  const subject = (kind ?? before.kind) === 'company' ? 'company' : 'customer';
  await saveCustomer(ctx, rootId, { customFields: await applyFields(ctx, subject, given) });
  const after = await recordOf(ctx, rootId);
  if (Object.keys(after.values).length + after.concealed.length > fieldsAtMost)
    throw refused('A customer has at most 200 custom fields.', 'body.customFields');
}

/** A day of birth is no day to come, and nobody is older than 130. An agent who writes it down was told it. */
async function checkBirth(ctx: Ctx, rootId: string, day: string): Promise<void> {
  const today = ctx.clock.now().toISOString().slice(0, 10);
  const oldest = `${Number(today.slice(0, 4)) - 130}${today.slice(4)}`;
  if (dayOf(day) === null || day > today || day < oldest)
    throw refused('Nobody was born on this day.', 'body.birthDate');
  await keepFact(ctx, { customerId: rootId, kind: 'birth_date', value: day, canonical: day });
}
