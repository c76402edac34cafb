import { systemActor } from '../kernel/actor.ts';
import { inTransaction, type Kernel } from '../kernel/ctx.ts';
import { type Command, needed, textOf } from './command.ts';
import { organisationOf, withKernel } from './house.ts';

export const inboxList: Command = {
  name: 'inbox list',
  summary: 'Lists inboxes and how they are',
  options: {
    org: { type: 'string', value: 'SLUG', help: 'organisation, by slug or id; all of them otherwise' },
  },
  run: (call) =>
    withKernel(call, async (kernel) => {
      const one = textOf(call.values, 'org') === null ? null : needed(call.values, 'org');
      const orgs = one ? [await organisationOf(kernel, one)] : await allOrganisations(kernel);
      const inboxes = (await Promise.all(orgs.map((org) => inboxesIn(kernel, org)))).flat();
      return {
        data: { inboxes },
        lines:
          inboxes.length === 0
            ? ['There are no inboxes.']
            : inboxes.map((inbox) =>
                [
                  inbox.organisation,
                  inbox.channel,
                  inbox.name,
                  inbox.active ? inbox.health : 'off',
                  inbox.text ?? '',
                  inbox.id,
                ].join('\t'),
              ),
      };
    }),
};

const allOrganisations = (kernel: Kernel): Promise<{ id: string; slug: string }[]> =>
  kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select(['id', 'slug']).orderBy('slug').execute(),
  );

const inboxesIn = (kernel: Kernel, org: { id: string; slug: string }) =>
  inTransaction(kernel, systemActor(org.id), async (ctx) => {
    const rows = await ctx.db
      .selectFrom('inboxes')
      .select(['id', 'channel', 'name', 'address', 'active', 'health_state as health', 'health_text as text'])
      .orderBy('name')
      .execute();
    return rows.map((row) => ({ organisation: org.slug, ...row }));
  });
