import type { DomainEvent } from '@meada/contract/events';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Actor } from './actor.ts';
import type { Bus } from './bus/bus.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Tx } from './db/connection.ts';
import type { Database } from './db/database.ts';
import type { Egress } from './egress.ts';
import type { FileStore } from './files/store.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mail.ts';
import type { Secrets } from './secrets.ts';

/** What plug-ins give to modules; each module declares the ports it owns by merging into this interface. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Ports {}

/** What one process has, made once by the composition root. */
export type Kernel = {
  config: Config;
  database: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  secrets: Secrets;
  bus: Bus;
  files: FileStore;
  egress: Egress;
  mailer: Mailer;
  /** Address of this installation as the world sees it, without a slash at the end. */
  publicUrl: string;
  ports: Ports;
};

export type AuditEntry = {
  action: string;
  subject?: { kind: string; id: string };
  /** Non-personal facts only; never a secret. */
  facts?: Record<string, unknown>;
};

/** What a use case gets: one transaction of one actor in one organisation. */
export type Ctx = Kernel & {
  actor: Actor;
  orgId: string;
  db: Tx;
  /** The transaction's connection, for named hot statements. */
  client: pg.ClientBase;
  /** Goes into the log in this transaction and to its listeners after COMMIT. */
  emit(event: DomainEvent, about?: { conversationId?: string; customerId?: string }): void;
  audit(entry: AuditEntry): void;
  /** Runs once COMMIT has succeeded; not at all otherwise. Not awaited by the caller. */
  afterCommit(work: () => void | Promise<void>): void;
};

type Pending = { event: DomainEvent; conversationId: string | null; customerId: string | null };

/** Runs a use case in a transaction of the actor's organisation; events and audit entries are written before COMMIT. */
export async function inTransaction<T>(
  kernel: Kernel,
  actor: Actor,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const events: Pending[] = [];
  const audits: AuditEntry[] = [];
  const after: (() => void | Promise<void>)[] = [];
  const result = await kernel.database.inOrg(actor.orgId, async (db, client) => {
    const ctx: Ctx = {
      ...kernel,
      actor,
      orgId: actor.orgId,
      db,
      client,
      emit: (event, about) => events.push(pending(event, about)),
      audit: (entry) => audits.push(entry),
      afterCommit: (task) => after.push(task),
    };
    const value = await work(ctx);
    if (events.length > 0) await writeEvents(client, actor, events);
    if (audits.length > 0) await writeAudit(db, actor, audits);
    return value;
  });
  if (events.length > 0) kernel.bus.wake('events');
  for (const task of after) await task();
  return result;
}

function pending(event: DomainEvent, about: { conversationId?: string; customerId?: string } = {}): Pending {
  const facts = event.facts as Record<string, unknown>;
  const named = (name: string) => (typeof facts[name] === 'string' ? (facts[name] as string) : null);
  return {
    event,
    conversationId: about.conversationId ?? named('conversationId'),
    customerId: about.customerId ?? named('customerId'),
  };
}

const insertEvents = `
  INSERT INTO events (org_id, name, conversation_id, customer_id, actor_kind, actor_id, facts)
  SELECT $1::uuid, e.name, e.conversation_id, e.customer_id, $2, $3::uuid, e.facts
  FROM unnest($4::text[], $5::uuid[], $6::uuid[], $7::jsonb[]) AS e(name, conversation_id, customer_id, facts)`;

async function writeEvents(client: pg.ClientBase, actor: Actor, events: Pending[]): Promise<void> {
  await client.query({
    name: 'insert_events',
    text: insertEvents,
    values: [
      actor.orgId,
      actor.kind,
      actor.id,
      events.map((item) => item.event.name),
      events.map((item) => item.conversationId),
      events.map((item) => item.customerId),
      events.map((item) => JSON.stringify(item.event.facts)),
    ],
  });
}

async function writeAudit(db: Tx, actor: Actor, audits: AuditEntry[]): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values(
      audits.map((entry) => ({
        org_id: actor.orgId,
        actor_kind: actor.kind,
        actor_id: actor.id,
        action: entry.action,
        subject_kind: entry.subject?.kind ?? null,
        subject_id: entry.subject?.id ?? null,
        facts: sql<string>`${JSON.stringify(entry.facts ?? {})}::jsonb`,
      })),
    )
    .execute();
}
