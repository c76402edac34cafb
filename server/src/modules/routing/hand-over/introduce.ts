import type { Locale } from '@meada/contract/primitives';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { askCustomer, CannotAsk } from '../../conversations/index.ts';

/** One line to the customer: who goes on, and that nothing need be said again. */
const lines: Record<Locale, (name: string) => string> = {
  'pt-BR': (name) =>
    `A partir de agora quem cuida do seu atendimento é ${name}, que já conhece o assunto. Você não precisa repetir nada.`,
  en: (name) =>
    `From here on, ${name} will be helping you and already knows what this is about. There’s no need to repeat anything.`,
  es: (name) =>
    `A partir de ahora le atiende ${name}, que ya conoce el asunto. No hace falta que repita nada.`,
};

type Row = { name: string; locale: Locale };

/**
 * Tells the customer who goes on, on the way they wrote by last, in their language: a word of the house, which answers
 * nothing. Where it cannot be said (in public, in a group, after the window closed) nothing is, and the hand-over holds.
 */
export async function introduce(
  ctx: Ctx,
  { conversationId, agentId }: { conversationId: string; agentId: string },
): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT m.name, CASE WHEN l.locale LIKE 'en%' THEN 'en' WHEN l.locale LIKE 'es%' THEN 'es' ELSE 'pt-BR' END AS locale
    FROM conversations c JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
    JOIN organisations g ON g.id = c.org_id
    JOIN members m ON m.org_id = c.org_id AND m.id = ${agentId}
    CROSS JOIN LATERAL (SELECT coalesce(r.locale, g.locale) AS locale) l
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}`.execute(ctx.db);
  const [row] = rows;
  if (!row) return;
  const text = lines[row.locale](row.name);
  try {
    await askCustomer(
      { ...ctx, actor: systemActor(ctx.orgId) },
      {
        ...{ conversationId, purpose: 'service', locale: row.locale, templates: [], filling: {} },
        question: () => ({ content: { v: 1, kind: 'text', text }, html: null }),
      },
    );
  } catch (error) {
    if (!(error instanceof CannotAsk)) throw error;
  }
}
