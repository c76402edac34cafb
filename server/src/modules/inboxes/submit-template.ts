import type { submitTemplate as route } from '@meada/contract/routes/templates';
import type { TemplateDraft } from '@meada/contract/template-drafts';
import { draftProblems } from '@meada/contract/template-drafts';
import { actorKey, permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { conflict, Failure, found, refused } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { openMaking, type TemplateList } from './asking-templates.ts';
import { outsideMs, plainError, within } from './connect.ts';
import { ioOf } from './io.ts';
import type { TemplateSubmission } from './port.ts';
import { addTemplate, templateOf } from './store-templates.ts';
import { uploadedSamples } from './views-templates.ts';

/** Sample files are uploaded to the platform before the template: longer than an ordinary call (ms). */
const submitMs = 3 * outsideMs;

/**
 * Sends a new template to the platform for approval and keeps it as it stands there, outside any transaction. Throws
 * `not_found`, `refused` with the place that breaks a rule, `conflict` when it exists, `outside_failed` in the platform's words.
 */
export async function submitTemplate(
  call: Call,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<TemplateList> {
  const actor = found(call.actor, 'inbox');
  permit(actor, 'inboxes.manage');
  const { inbox, making, submit, read } = await openMaking(call, input.params.id);
  const draft = input.body;
  const [problem] = draftProblems(draft, making);
  if (problem) throw refused(`The template breaks a rule (${problem.rule}).`, `body.${problem.at}`);
  const samples = await inTransaction(call.kernel, actor, async (ctx) => {
    if (await templateOf(ctx, inbox.id, draft))
      throw conflict('There is a template of this name in this language.', 'body.name');
    return samplesOf(ctx, draft, making.sampleBytes);
  });
  const submission = { ...draft, samples: await withBytes(call, actor.orgId, samples) };
  try {
    const received = await within(submitMs, submit(submission, ioOf(call.kernel, inbox)));
    await inTransaction(call.kernel, actor, async (ctx) => {
      await addTemplate(ctx, inbox.id, { ...draft, ...received, cost: received.cost ?? draft.cost });
      ctx.audit({
        action: 'template.submitted',
        subject: { kind: 'inbox', id: inbox.id },
        facts: { name: draft.name, language: draft.language },
      });
    });
  } catch (error) {
    throw new Failure('outside_failed', plainError(inbox, error));
  }
  return read();
}

type Sample = TemplateDraft['samples'][number] & {
  file?: { name: string; type: string; hash: Buffer };
};

/** The samples with the caller's own uploads; somebody else's is as good as none. */
async function samplesOf(ctx: Ctx, draft: TemplateDraft, bytesAtMost: number): Promise<Sample[]> {
  const ids = draft.samples.flatMap(({ uploadId }) => (uploadId ? [uploadId] : []));
  const files = await uploadedSamples(ctx, ids, actorKey(ctx.actor));
  return draft.samples.map((sample) => {
    if (!sample.uploadId) return sample;
    const file = files.get(sample.uploadId);
    if (!file) throw refused('There is no such upload of yours.', `body.sample.${sample.at}`);
    if (file.size > bytesAtMost)
      throw new Failure('too_large', 'The sample file is too large.', { field: `body.sample.${sample.at}` });
    return { ...sample, file };
  });
}

const withBytes = (call: Call, orgId: string, samples: Sample[]): Promise<TemplateSubmission['samples']> =>
  Promise.all(
    samples.map(async ({ at, value, file }) => {
      if (!file) return { at, ...(value === undefined ? {} : { value }) };
      const bytes = await call.kernel.files.get(orgId, file.hash);
      if (!bytes) throw refused('There is no such upload of yours.', `body.sample.${at}`);
      return { at, file: { name: file.name, type: file.type, bytes } };
    }),
  );
