import type { Locale } from '@meada/contract/primitives';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { defaultsOf } from './defaults.ts';
import { slugOf, withSuffix } from './rules.ts';
import { insertDefaults, insertOrganisation } from './store.ts';

export type NewOrganisation = { name: string; slug?: string; locale?: Locale; timeZone?: string };

/**
 * Creates an organisation with its default brand and labels, without people: `foundOrganisation` of the people module
 * adds the first owner. The directory row and what lies inside the fence are two transactions; one that breaks between
 * them leaves an organisation nobody can enter, and can simply be run again.
 */
export async function createOrganisation(
  kernel: Kernel,
  input: NewOrganisation,
): Promise<{ id: string; slug: string; brandId: string }> {
  const id = kernel.ids.uuid();
  const locale = input.locale ?? 'pt-BR';
  const wanted = input.slug ?? slugOf(input.name);
  const slug = await kernel.database.asSystem((db) =>
    insertOrganisation(
      db,
      { id, name: input.name, locale, time_zone: input.timeZone ?? 'America/Sao_Paulo' },
      // A slug that was asked for is taken or refused; one made of the name may get a suffix.
      input.slug ? [wanted] : [wanted, withSuffix(wanted, kernel.ids.digits(4)), `o-${id}`],
    ),
  );
  const brandId = await inTransaction(kernel, systemActor(id), async (ctx) => {
    const brand = await insertDefaults(ctx, input.name, defaultsOf(locale));
    ctx.emit({ name: 'organisation.created', facts: {} });
    ctx.audit({ action: 'organisation.created', subject: { kind: 'organisation', id } });
    return brand;
  });
  return { id, slug, brandId };
}
