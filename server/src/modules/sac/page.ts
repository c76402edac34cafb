import type { FastifyInstance, FastifyReply } from 'fastify';
import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { fileExpiry, fileUrl } from '../../kernel/files/address.ts';
import { pageLocale, plainPage, sendPage } from '../../kernel/http/public-page.ts';
import { loadHistory } from './history.ts';
import { historyPage } from './history-html.ts';
import { readHistoryToken } from './tokens.ts';

/** The public page of a demand's history: open to whoever holds its signed link, until it ends. No account, no script. */

const gone = {
  'pt-BR': [
    'Histórico do atendimento',
    'Este link não vale mais. Peça o histórico de novo pelo mesmo canal.',
  ],
  en: [
    'History of your request',
    'This link no longer works. Ask for the history again on the same channel.',
  ],
  es: ['Historial de la atención', 'Este enlace ya no vale. Pida el historial de nuevo por el mismo canal.'],
} as const;

export function mountHistories(app: FastifyInstance, kernel: Kernel): void {
  app.get('/historico/:token', async (request, reply): Promise<FastifyReply> => {
    const { token } = request.params as { token?: unknown };
    const place = typeof token === 'string' ? readHistoryToken(kernel.secrets, token) : null;
    const html =
      place && (await inTransaction(kernel, systemActor(place.orgId), (ctx) => pageOf(ctx, place.requestId)));
    // A forged link, one that is over, and one of somebody who was erased are answered alike.
    if (html) return sendPage(reply, 200, html);
    const locale = pageLocale(request);
    const [title, text] = gone[locale];
    return sendPage(reply, 404, plainPage(locale, title, `<p>${text}</p>`));
  });
}

type Row = { conversation_id: string; up_to_seq: number; leg_id: string | null };

async function pageOf(ctx: Ctx, requestId: string): Promise<string | null> {
  const now = ctx.clock.now();
  const { rows } = await sql<Row>`
    UPDATE sac_requests q SET opens = q.opens + 1, opened_at = coalesce(q.opened_at, ${now})
    FROM customers o, customers k
    WHERE q.org_id = ${ctx.orgId} AND q.id = ${requestId} AND q.kind = 'history' AND q.expires_at > ${now}
      AND o.org_id = q.org_id AND o.id = q.customer_id AND k.org_id = o.org_id AND k.id = o.canonical_id
      AND k.erased_at IS NULL RETURNING q.conversation_id, q.up_to_seq,
        (SELECT m.leg_id FROM messages m WHERE m.org_id = q.org_id AND m.id = q.message_id) AS leg_id`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) return null;
  const { conversation_id: conversationId, up_to_seq: upToSeq, leg_id: legId } = row;
  const history = await loadHistory(ctx, { conversationId, upToSeq, legId });
  const expires = fileExpiry(now);
  return historyPage(history, ({ id }) =>
    fileUrl(ctx, { orgId: ctx.orgId, attachmentId: id, variant: 'original' }, expires),
  );
}
