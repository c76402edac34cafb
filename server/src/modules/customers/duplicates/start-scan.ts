import type { DuplicateSettings, startDuplicateScan as route } from '@meada/contract/routes/duplicates';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { beginScan } from './scan.ts';
import { settingsOf } from './views.ts';

/** Begins to compare the whole base in the background. Throws `conflict` while a run is going on. */
export async function startScan(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<DuplicateSettings> {
  permit(ctx.actor, 'organisation.manage');
  if (!(await beginScan(ctx, body.kind))) throw conflict('A run is going on already.');
  ctx.audit({ action: 'duplicates.scan_started', facts: { kind: body.kind } });
  return settingsOf(ctx);
}
