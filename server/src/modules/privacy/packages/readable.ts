import type { Content } from '@meada/contract/content';
import { summaryOf } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { escaped } from '../../../kernel/http/public-page.ts';
import type { Scope } from '../subjects/scope.ts';
import { aboutOf } from './about.ts';
import type { PackedFile, Readable } from './contents.ts';
import { packageTexts } from './texts.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#182023}
h1,h2{line-height:1.2}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d8dedf;padding:.4em .6em;text-align:left;vertical-align:top}
.m{margin:.5em 0;padding:.5em .8em;border-radius:.6em;background:#eef2f2;white-space:pre-wrap;overflow-wrap:anywhere}.f{background:#e3f1ee;margin-left:2em}
small{color:#566}@media print{.m{break-inside:avoid}}`;

type Head = { firm: string; zone: string; locale: Locale; name: string | null };
type Said = {
  id: string;
  conversation_id: string;
  protocol: string | null;
  at: Date;
  firm: boolean;
  content: unknown;
  body: string | null;
};

/** The page a person reads: who they are to the firm, what they allowed, every conversation in its order. */
export async function* readablePage(kernel: Kernel, made: Readable): AsyncGenerator<string> {
  const inOrg = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(kernel, systemActor(made.orgId), work);
  const head = await inOrg((ctx) => headOf(ctx, made.root));
  const texts = packageTexts[head.locale] ?? packageTexts['pt-BR'];
  const put = (text: string): string => escaped(text.replaceAll('{firm}', () => head.firm));
  const when = (at: Date): string =>
    new Intl.DateTimeFormat(head.locale, {
      dateStyle: 'short',
      timeStyle: 'short',
      timeZone: head.zone,
    }).format(at);
  yield `<!doctype html><html lang="${head.locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${put(texts.title)}</title><style>${style}</style><h1>${put(texts.title)}</h1><p><small>${escaped(texts.made.replace('{at}', () => when(kernel.clock.now())))}</small></p><p>${put(texts.explain)}</p>`;
  yield await inOrg((ctx) => aboutOf(ctx, made, { texts, name: head.name, when }));
  yield `<h2>${escaped(texts.conversations)}</h2>`;
  const byMessage = Map.groupBy(made.files, ({ messageId }) => messageId);
  let conversation = '';
  for await (const said of messagesOf(inOrg, made.scope)) {
    if (said.conversation_id !== conversation) {
      conversation = said.conversation_id;
      yield `<h3>${escaped(said.protocol ?? '')}</h3>`;
    }
    const links = (byMessage.get(said.id) ?? []).map(linkTo).join(' ');
    const text = said.body ?? summaryOf(said.content as Content);
    yield `<div class="m${said.firm ? ' f' : ''}"><small>${escaped(said.firm ? texts.firm : texts.you)} · ${escaped(when(said.at))}</small><br>${escaped(text)}${links ? `<br>${links}` : ''}</div>`;
  }
  yield `<h2>${escaped(texts.files)}</h2><ul>${made.files.map((file) => `<li>${linkTo(file)}</li>`).join('')}</ul>`;
  yield `<h2>${escaped(texts.tables)}</h2><ul>${made.tables.map((table) => `<li><a href="dados/${table}.json">${table}</a></li>`).join('')}</ul></html>`;
}

const linkTo = ({ path, name }: PackedFile): string =>
  `<a href="${escaped(path.split('/').map(encodeURIComponent).join('/'))}">${escaped(name)}</a>`;

async function headOf(ctx: Ctx, root: string): Promise<Head> {
  const { rows } = await sql<Head>`
    SELECT o.name AS firm, o.time_zone AS zone, coalesce(c.locale, o.locale) AS locale, c.name
    FROM customers c JOIN organisations o ON o.id = c.org_id WHERE c.org_id = ${ctx.orgId} AND c.id = ${root}`.execute(
    ctx.db,
  );
  return rows[0] ?? { firm: '', zone: 'UTC', locale: 'pt-BR', name: null };
}

const messagesAtOnce = 500;

async function* messagesOf(
  inOrg: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
  scope: Scope,
): AsyncGenerator<Said> {
  // The ids are in the order of the conversations: a page is a slice of them.
  const order = await inOrg(async (ctx) => {
    const { rows } = await sql<{ id: string }>`SELECT m.id FROM messages m WHERE m.org_id = ${ctx.orgId}
      AND m.id = ANY (${scope.messages}::uuid[]) AND m.content->>'kind' <> 'system' ORDER BY m.conversation_id, m.seq`.execute(
      ctx.db,
    );
    return rows.map(({ id }) => id);
  });
  for (let from = 0; from < order.length; from += messagesAtOnce) {
    const ids = order.slice(from, from + messagesAtOnce);
    yield* await inOrg(async (ctx) => {
      const { rows } = await sql<Said>`
        SELECT m.id, m.conversation_id, v.protocol, m.at, m.author_kind <> 'customer' AS firm, m.content, b.text AS body
        FROM messages m JOIN conversations v ON v.org_id = m.org_id AND v.id = m.conversation_id
        LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
        WHERE m.org_id = ${ctx.orgId} AND m.id = ANY (${ids}::uuid[]) ORDER BY m.conversation_id, m.seq`.execute(
        ctx.db,
      );
      return rows;
    });
  }
}
