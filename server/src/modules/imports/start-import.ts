import type { ColumnTarget, Import } from '@meada/contract/routes/imports';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { createField, fieldsOf } from '../customers/index.ts';
import { fieldNameOf } from './field-name.ts';
import { ownName } from './mapping.ts';
import { mayBegin } from './rules.ts';
import { type LockedImport, lockImport, saveImport } from './store.ts';
import { importOf } from './views.ts';

/** Brings a checked list in, or goes on with a stopped one. Columns that were to become fields become them now. */
export async function startImport(ctx: Ctx, { importId }: { importId: string }): Promise<Import> {
  permit(ctx.actor, 'customers.import');
  const one = await lockImport(ctx, importId, mayBegin.start);
  const goesOn = one.state === 'stopped';
  const mapping = await withFields(ctx, one);
  await saveImport(ctx, importId, {
    state: 'running',
    mapping: JSON.stringify(mapping),
    started_at: one.started_at ?? ctx.clock.now(),
    ended_at: null,
    error: null,
    ...(goesOn ? {} : { place: 0, counts: '{}', problems: '[]' }),
  });
  ctx.audit({
    action: 'import.started',
    subject: { kind: 'import', id: importId },
    facts: { rows: one.total },
  });
  ctx.afterCommit(() => ctx.bus.wake('imports'));
  return importOf(ctx, importId);
}

async function withFields(ctx: Ctx, one: LockedImport): Promise<ColumnTarget[]> {
  const taken = new Set((await fieldsOf(ctx, 'customer')).map(({ name }) => name));
  const mapping: ColumnTarget[] = [];
  for (const [index, target] of one.mapping.entries()) {
    if (target !== 'new') {
      mapping.push(target);
      continue;
    }
    const label = ownName(one.columns[index]?.header ?? `#${index + 1}`).slice(0, 80);
    const name = fieldNameOf(label, taken);
    taken.add(name);
    permit(ctx.actor, 'fields.manage');
    await createField(ctx, {
      body: {
        subject: 'customer',
        name,
        type: 'long_text',
        label,
        help: '',
        choices: [],
        currency: null,
        required: false,
        sensitive: false,
        seenBy: 'agent',
        editedBy: 'agent',
      },
    });
    mapping.push(`field:${name}`);
  }
  return mapping;
}
