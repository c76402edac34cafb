import { withClient } from '../kernel/db/inspect.ts';
import { makeOperatorEgress } from '../kernel/kernel.ts';
import { StorageError } from '../storage.ts';
import type { CliAnswer, CliCall, Command } from './command.ts';
import { type Finding, fault, type Patient, sentenceOf } from './doctor/check.ts';
import { checkInboxes, checkMigrations, checkRoles, checkServer } from './doctor/database.ts';
import { checkFiles } from './doctor/files.ts';
import { checkBackups, checkDisk, checkKeys } from './doctor/machine.ts';
import { checkAddress, checkMail } from './doctor/outside.ts';
import { withStorage } from './house.ts';

const checks: readonly [string, (patient: Patient) => Promise<Finding[]>][] = [
  ['database', checkServer],
  ['migrations', checkMigrations],
  ['roles', checkRoles],
  ['master key', checkKeys],
  ['inboxes', checkInboxes],
  ['files', checkFiles],
  ['address', checkAddress],
  ['mail', checkMail],
  ['backup', checkBackups],
];

const marks = { ok: '✓', notice: '!', fault: '✗' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary:
    'Checks database, fences, keys, disk, file store, public address, mail and inboxes; changes nothing',
  options: {},
  run: async (call) => {
    const findings = [...(await checkDisk(call)), ...(await examine(call))];
    return answer(findings);
  },
};

async function examine(call: CliCall): Promise<Finding[]> {
  const { config } = call;
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const own = new URL(publicUrl);
  // The operator's own address may be a private one: it is only asked for its health.
  const port = own.port || (own.protocol === 'https:' ? '443' : '80');
  const egress = makeOperatorEgress(config, [`${own.hostname}:${port}`]);
  try {
    return await withStorage(call, 'nothing', (storage) =>
      withClient(storage.ownerUrl, (owner) => runAll({ config, storage, owner, egress, publicUrl })),
    );
  } catch (error) {
    if (error instanceof StorageError) return [fault('database', error.message)];
    throw error;
  } finally {
    await egress.close();
  }
}

/** One after the other; a check that breaks is a fault of its own and does not stop the others. */
async function runAll(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of checks) {
    findings.push(...(await check(patient).catch((error: unknown) => [fault(name, sentenceOf(error))])));
  }
  return findings;
}

function answer(findings: Finding[]): CliAnswer {
  const failed = findings.some((finding) => finding.state === 'fault');
  return {
    data: { ok: !failed, findings },
    lines: findings.map(({ name, state, text }) => `${marks[state]} ${name}: ${text}`),
    failed,
  };
}
