import type { Incident, changeIncident as route } from '@meada/contract/routes/privacy-register';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { addEntry, incidentById } from './incidents.ts';

type Body = Input<typeof route>['body'];

/** Fields of the contract and their columns. */
const columns = {
  ...{ title: 'title', happened: 'happened', happenedAt: 'happened_at', dataKinds: 'data_kinds' },
  ...{ affected: 'affected', risk: 'risk', riskReason: 'risk_reason', measures: 'measures' },
  ...{ notToldReason: 'not_told_reason', peopleToldHow: 'people_told_how' },
  ...{ authorityToldAt: 'authority_told_at', peopleToldAt: 'people_told_at' },
  authorityProtocol: 'authority_protocol',
} as const;
type Field = keyof typeof columns;

/** What kind of line a changed field leaves in the history. */
const kinds: Partial<Record<Field, 'measure' | 'authority' | 'people'>> = {
  measures: 'measure',
  authorityToldAt: 'authority',
  authorityProtocol: 'authority',
  peopleToldAt: 'people',
  peopleToldHow: 'people',
};

/** Changes what is known of an incident; each change stands in its history. Throws `not_found`, `refused`. */
export async function changeIncident(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<Incident> {
  permit(ctx.actor, 'privacy.manage');
  const before = await incidentById(ctx, params.id);
  const changed = (Object.keys(columns) as Field[]).filter(
    (field) => body[field] !== undefined && JSON.stringify(body[field]) !== JSON.stringify(before[field]),
  );
  checkClosing(before, body);
  const set = Object.fromEntries(changed.map((field) => [columns[field], body[field]]));
  const closing = body.closed === undefined ? {} : { closed_at: body.closed ? ctx.clock.now() : null };
  if (changed.length > 0 || body.closed !== undefined)
    await ctx.db
      .updateTable('incidents')
      .set({ ...set, ...closing })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', params.id)
      .execute();
  for (const field of changed) {
    const text = `${field}: ${textOf(before[field])} → ${textOf(body[field])}`;
    await addEntry(ctx, { incidentId: params.id, kind: kinds[field] ?? 'change', text: text.slice(0, 8000) });
  }
  if (body.note) await addEntry(ctx, { incidentId: params.id, kind: 'note', text: body.note });
  ctx.audit({
    action: 'privacy.incident_changed',
    facts: { incidentId: params.id, fields: changed, closed: body.closed },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'incidents', customerId: null } });
  return incidentById(ctx, params.id);
}

const textOf = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? '–'
    : Array.isArray(value)
      ? value.join(', ')
      : String(value);

/** With relevant risk nobody closes it before authority and people were told, or it is written why not. */
function checkClosing(before: Incident, body: Body): void {
  if (!body.closed) return;
  const risk = body.risk ?? before.risk;
  if (risk === 'unknown') throw refused('Assess the risk first.', 'body.risk');
  const isTold =
    (body.authorityToldAt ?? before.authorityToldAt) && (body.peopleToldAt ?? before.peopleToldAt);
  const reason = body.notToldReason ?? before.notToldReason;
  if (risk === 'relevant' && !isTold && !reason.trim())
    throw refused('Tell the authority and those affected, or write down why not.', 'body.notToldReason');
}
