import type { PipelineInput } from '@meada/contract/routes/deals';
import { refused } from '../../../kernel/errors.ts';

/**
 * Stages as they are kept: what is won is certain, what is lost is not coming. A pipeline has something open, one way to
 * win and one to lose at least, and each stage once. Throws `refused`.
 */
export function soundStages(stages: PipelineInput['stages']): PipelineInput['stages'] {
  for (const category of ['open', 'won', 'lost'] as const)
    if (!stages.some((stage) => stage.category === category))
      throw refused(
        'A pipeline needs a stage that is open, one that is won and one that is lost.',
        'body.stages',
      );
  const names = stages.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) throw refused('A stage stands there twice.', 'body.stages');
  const ids = stages.flatMap(({ id }) => id ?? []);
  if (new Set(ids).size < ids.length) throw refused('A stage stands there twice.', 'body.stages');
  const wrong = stages.find(({ category, probability }) => category === 'open' && probability > 99);
  if (wrong) throw refused('An open stage is not certain yet: 99 % at most.', 'body.stages');
  const certain = { won: 100, lost: 0 } as const;
  return stages.map((stage) =>
    stage.category === 'open' ? stage : { ...stage, probability: certain[stage.category] },
  );
}
