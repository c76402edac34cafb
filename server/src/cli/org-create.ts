import { Locale } from '@meada/contract/primitives';
import { createOrganisation } from '../modules/organisations/index.ts';
import { CliError, type Command, needed, textOf } from './command.ts';
import { withKernel } from './house.ts';

export const orgCreate: Command = {
  name: 'org create',
  summary: 'Creates an organisation, without people',
  options: {
    name: { type: 'string', required: true, value: 'NAME', help: 'its name' },
    slug: {
      type: 'string',
      value: 'SLUG',
      help: 'its short name in commands and addresses; made of the name otherwise',
    },
    locale: { type: 'string', value: 'LOCALE', help: 'pt-BR (default), en or es' },
  },
  run: (call) => {
    const name = needed(call.values, 'name');
    const slug = textOf(call.values, 'slug');
    if (slug !== null && !/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
      throw new CliError('usage', 'A slug has small letters, digits and hyphens, at most 63.');
    }
    const locale = Locale.safeParse(textOf(call.values, 'locale') ?? 'pt-BR');
    if (!locale.success) throw new CliError('usage', 'The locale is pt-BR, en or es.');
    return withKernel(call, async (kernel) => {
      const made = await createOrganisation(kernel, {
        name,
        locale: locale.data,
        ...(slug === null ? {} : { slug }),
      });
      return {
        data: { organisation: { id: made.id, slug: made.slug, name } },
        lines: [`${name} is there as ${made.slug} (${made.id}).`],
      };
    });
  },
};
