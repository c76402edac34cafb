import { Locale } from '@meada/contract/primitives';
import {
  fieldVariable,
  firstNameOf,
  greetingAt,
  type VariableName,
  type Variables,
} from '@meada/contract/variables';
import { sql } from 'kysely';
import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { readOne } from '../conversations/index.ts';
import { customerOf, type FieldValues, fieldsOf } from '../customers/index.ts';
import { organisationOf } from '../organisations/index.ts';

/**
 * What stands for each variable in a conversation, as the actor sees the records: fields that are hidden from them or
 * sensitive are left out. Throws `not_found` for a conversation that is not seen.
 */
export async function variablesOf(ctx: Ctx, conversationId: string): Promise<Variables> {
  const conversation = await readOne(ctx, conversationId);
  const organisation = await organisationOf(ctx.db, ctx.orgId);
  const brand = await brandName(ctx, conversation.brandId);
  const customer = may(ctx.actor, 'customers.read') ? await customerOf(ctx, conversation.customer.id) : null;
  const name = conversation.customer.name ?? '';
  const agent = 'name' in ctx.actor ? ctx.actor.name : '';
  const own: Partial<Record<VariableName, string>> = {
    'customer.name': name,
    'customer.first_name': firstNameOf(name),
    'customer.email': customer?.email ?? '',
    'customer.phone': customer?.phone ?? '',
    protocol: conversation.protocol,
    subject: conversation.subject ?? '',
    'agent.name': agent,
    'agent.first_name': firstNameOf(agent),
    brand,
    organisation: organisation.name,
  };
  const fields = {
    ...(await fieldValues(ctx, 'customer', customer?.customFields ?? {})),
    ...(await fieldValues(ctx, 'conversation', conversation.customFields)),
  };
  return {
    locale: customer?.locale ?? null,
    ownLocale: organisation.locale,
    values: { ...own, ...fields },
    timed: Object.fromEntries(
      Locale.options.map((locale) => [locale, timed(ctx.clock.now(), locale, organisation.timeZone)]),
    ) as Variables['timed'],
  };
}

/** What depends on the hour and on the language of the words. */
function timed(now: Date, locale: Locale, timeZone: string): Record<string, string> {
  const hour = Number(
    new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now),
  );
  return {
    greeting: greetingAt(hour, locale),
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone }).format(now),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(now),
  };
}

/** Fields in words, choices by their labels; yes and no are left out, as nobody would write them so. */
async function fieldValues(
  ctx: Ctx,
  subject: 'customer' | 'conversation',
  values: FieldValues,
): Promise<Record<string, string>> {
  const fields = new Map((await fieldsOf(ctx, subject)).map((field) => [field.name, field]));
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const field = fields.get(name);
    if (field?.sensitive || typeof value === 'boolean' || value === null) return [];
    const labels = new Map((field?.choices ?? []).map((choice) => [choice.name, choice.label]));
    const words = [value].flat().map((one) => labels.get(String(one)) ?? String(one));
    return [[fieldVariable(subject, name), words.join(', ')]];
  });
  return Object.fromEntries(entries);
}

async function brandName(ctx: Ctx, id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM brands WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  return rows[0]?.name ?? '';
}
