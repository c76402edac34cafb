import { Permission } from '@meada/contract/permissions';
import { issueKey } from '../modules/people/index.ts';
import { CliError, type Command, listOf, needed } from './command.ts';
import { organisationOf, withKernel } from './house.ts';

export const keyCreate: Command = {
  name: 'key create',
  summary: 'Creates an API key and shows it this once',
  options: {
    org: { type: 'string', required: true, value: 'SLUG', help: 'organisation, by slug or id' },
    name: { type: 'string', required: true, value: 'NAME', help: 'what the key is for' },
    scope: {
      type: 'string',
      multiple: true,
      required: true,
      value: 'SCOPE',
      help: 'what it may do; may be repeated',
    },
  },
  run: (call) => {
    const scopes = listOf(call.values, 'scope').map((text) => {
      const scope = Permission.safeParse(text);
      if (scope.success) return scope.data;
      throw new CliError('usage', `There is no scope ${text}; there are ${Permission.options.join(', ')}.`);
    });
    return withKernel(call, async (kernel) => {
      const org = await organisationOf(kernel, needed(call.values, 'org'));
      const { key, secret } = await issueKey(kernel, org.id, { name: needed(call.values, 'name'), scopes });
      return {
        data: { key, secret },
        lines: [`The key ${key.name} may: ${scopes.join(', ')}.`, `Key, shown this once: ${secret}`],
      };
    });
  },
};
