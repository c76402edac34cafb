import type { Locale } from '@meada/contract/primitives';
import type { exportSacDemands as route } from '@meada/contract/routes/sac';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { placeOf, sendTable } from '../imports/index.ts';
import { channelNames } from '../inboxes/index.ts';
import { demands, sacBrands, stretchOf } from './views.ts';

const atOnce = 500;

const header: Record<Locale, string[]> = {
  'pt-BR': [
    ...['Protocolo', 'Marca', 'Canal', 'Registrada em', 'Protocolo informado em', 'Como', 'Segundos'],
    ...['Prazo (7 dias)', 'Concluída em', 'Situação', 'Respondida', 'Responsável'],
  ],
  en: [
    ...['Reference', 'Brand', 'Channel', 'Registered at', 'Reference given at', 'How', 'Seconds'],
    ...['Due (7 days)', 'Concluded at', 'Status', 'Answered', 'Assignee'],
  ],
  es: [
    ...['Referencia', 'Marca', 'Canal', 'Registrada el', 'Referencia informada el', 'Cómo', 'Segundos'],
    ...['Plazo (7 días)', 'Concluida el', 'Estado', 'Respondida', 'Responsable'],
  ],
};
type Word = 'message' | 'shown' | 'failed' | 'kept' | 'late' | 'open' | 'open_late' | 'yes' | 'no';
const words: Record<Locale, Record<Word, string>> = {
  'pt-BR': {
    ...{
      message: 'mensagem',
      shown: 'na tela',
      failed: 'não entregue',
      kept: 'no prazo',
      late: 'fora do prazo',
    },
    ...{ open: 'em aberto', open_late: 'em aberto, vencida', yes: 'sim', no: 'não' },
  },
  en: {
    ...{ message: 'message', shown: 'on screen', failed: 'not delivered', kept: 'on time', late: 'overdue' },
    ...{ open: 'open', open_late: 'open, overdue', yes: 'yes', no: 'no' },
  },
  es: {
    ...{
      message: 'mensaje',
      shown: 'en pantalla',
      failed: 'no entregado',
      kept: 'en plazo',
      late: 'fuera de plazo',
    },
    ...{ open: 'abierta', open_late: 'abierta, vencida', yes: 'sí', no: 'no' },
  },
};

type Demand = Awaited<ReturnType<typeof demands>>[number];
const stateOf = ({ endedAt, late }: Demand): Word => {
  if (endedAt) return late ? 'late' : 'kept';
  return late ? 'open_late' : 'open';
};
const instant = (at: string | null | undefined): Date | null => (at ? new Date(at) : null);

/** Every demand of a stretch, for the authority: no name and no word of a customer is in it. */
export async function exportDemands(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'reports.read');
  const { locale, brands, stretch } = await inTransaction(kernel, actor, async (ctx) => ({
    locale: (await placeOf(ctx)).locale,
    brands: new Map((await sacBrands(ctx)).map(({ id, name }) => [id, name])),
    stretch: await stretchOf(ctx, query),
  }));
  const word = (name: Word): string => words[locale][name];
  const channelName = channelNames(kernel.ports.channels, locale);
  await sendTable<{ at: Date; id: string }>(
    call,
    {
      name: `sac-${stretch.from}-${stretch.to}`,
      header: header[locale],
      page: async (ctx, after) => {
        const narrow = after
          ? sql`AND (date_trunc('milliseconds', d.started_at), d.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
          : sql``;
        const order = sql`date_trunc('milliseconds', d.started_at), d.id`;
        const page = await demands(ctx, stretch, { narrow, order, limit: atOnce });
        const last = page.length === atOnce ? page.at(-1) : undefined;
        return {
          rows: page.map((one) => [
            ...[one.protocol, brands.get(one.brandId), channelName(one.channel), instant(one.registeredAt)],
            ...[
              instant(one.told?.at),
              one.told && word(one.told.failed ? 'failed' : one.told.how),
              one.told?.seconds,
            ],
            ...[
              instant(one.dueAt),
              instant(one.endedAt),
              word(stateOf(one)),
              word(one.answered ? 'yes' : 'no'),
            ],
            one.person,
          ]),
          next: last ? { at: new Date(last.registeredAt), id: last.id } : null,
        };
      },
    },
    params.format,
  );
}
