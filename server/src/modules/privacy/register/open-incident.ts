import type { Incident, openIncident as route } from '@meada/contract/routes/privacy-register';
import { permit } from '../../../kernel/actor.ts';
import { dayIn } from '../../../kernel/calendar.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { zoneOf } from '../../organisations/index.ts';
import { incidentDueOn } from '../days.ts';
import { settingsOf } from '../settings/settings.ts';
import { addEntry, incidentById } from './incidents.ts';

/** Registers an incident. Throws `refused` when it was noticed in the future. */
export async function openIncident(ctx: Ctx, { body }: Pick<Input<typeof route>, 'body'>): Promise<Incident> {
  permit(ctx.actor, 'privacy.manage');
  const now = ctx.clock.now();
  const noticed = new Date(body.noticedAt);
  if (noticed.getTime() > now.getTime() + 300_000)
    throw refused('This instant is still to come.', 'body.noticedAt');
  const zone = await zoneOf(ctx);
  const { smallAgent } = await settingsOf(ctx);
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('incidents')
    .values({
      ...{ org_id: ctx.orgId, id, title: body.title, happened: body.happened, risk: body.risk },
      ...{
        happened_at: body.happenedAt,
        noticed_at: noticed,
        data_kinds: body.dataKinds,
        affected: body.affected,
      },
      authority_due_on: incidentDueOn(dayIn(zone, noticed), smallAgent),
      ...{ created_by: ctx.actor.kind === 'person' ? ctx.actor.id : null, created_at: now },
    })
    .execute();
  await addEntry(ctx, { incidentId: id, kind: 'note', text: body.title });
  ctx.audit({ action: 'privacy.incident_opened', facts: { incidentId: id, risk: body.risk } });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'incidents', customerId: null } });
  return incidentById(ctx, id);
}
