import type { ResponseOf } from '@meada/contract/route';
import type { confirmFactor as route } from '@meada/contract/routes/session';
import { conflict } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { dropActors } from './actor-cache.ts';
import { newRecoveryCodes, plainCode, recoveryHash, stepOfCode } from './factor.ts';
import { personOf } from './person-of.ts';
import { factorContext } from './prove-factor.ts';
import { auditEverywhere, wrongCredentials } from './sessions.ts';
import { tellChange } from './tell-change.ts';

/** Switches the second factor on by its first code, which is used up by it; gives the recovery codes, once. */
export async function confirmFactor(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  const { kernel } = call;
  const actor = personOf(call.actor);
  const recoveryCodes = newRecoveryCodes(kernel.ids);
  await kernel.database.asSystem(async (db) => {
    const row = await db
      .selectFrom('sign_ins')
      .select(['factor_pending', 'factor_secret'])
      .where('person_id', '=', actor.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (!row.factor_pending || row.factor_secret) throw conflict('No second factor is being set up.');
    const secret = kernel.secrets.decrypt(row.factor_pending, factorContext(actor.id));
    const step = stepOfCode(secret, plainCode(input.body.code), kernel.clock.now());
    if (step === null) throw wrongCredentials();
    await db
      .updateTable('sign_ins')
      .set({
        factor_secret: row.factor_pending,
        factor_pending: null,
        factor_step: step,
        recovery_hashes: recoveryCodes.map(recoveryHash),
      })
      .where('person_id', '=', actor.id)
      .execute();
  });
  dropActors(kernel, { orgId: actor.orgId, personId: actor.id });
  await auditEverywhere(kernel, actor.id, {
    action: 'factor.on',
    subject: { kind: 'person', id: actor.id },
  });
  tellChange(kernel, actor.id, 'factor_added');
  return { recoveryCodes };
}
