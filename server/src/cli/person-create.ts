import { Role } from '@meada/contract/permissions';
import { EmailAddress } from '@meada/contract/primitives';
import { createPerson } from '../modules/people/index.ts';
import { type CliCall, CliError, type Command, needed } from './command.ts';
import { organisationOf, withKernel } from './house.ts';

const shortest = 10;

export const personCreate: Command = {
  name: 'person create',
  summary: 'Creates a person of an organisation, with a sign-in',
  options: {
    org: { type: 'string', required: true, value: 'SLUG', help: 'organisation, by slug or id' },
    name: { type: 'string', required: true, value: 'NAME', help: 'their name' },
    email: { type: 'string', required: true, value: 'ADDRESS', help: 'what they sign in with' },
    role: { type: 'string', required: true, value: 'ROLE', help: Role.options.join(', ') },
    'password-stdin': {
      type: 'boolean',
      help: 'reads the password from standard input; otherwise one is made and shown this once',
    },
  },
  run: async (call) => {
    const { values } = call;
    const role = Role.safeParse(needed(values, 'role'));
    if (!role.success) throw new CliError('usage', `The role is one of ${Role.options.join(', ')}.`);
    const email = EmailAddress.safeParse(needed(values, 'email'));
    if (!email.success) throw new CliError('usage', 'This is no e-mail address.');
    const given = await givenPassword(call);
    return withKernel(call, async (kernel) => {
      const org = await organisationOf(kernel, needed(values, 'org'));
      const password = given ?? kernel.ids.key();
      const person = { orgId: org.id, name: needed(values, 'name'), email: email.data, role: role.data };
      const { id, known } = await createPerson(kernel, { ...person, password });
      const shown = given === null && !known ? { password } : {};
      return {
        data: { person: { id, email: email.data, role: role.data, organisation: org.slug }, known, ...shown },
        lines: [
          `${person.name} serves ${org.slug} as ${role.data} (${id}).`,
          ...(known ? ['They had a sign-in already: their password stands.'] : []),
          ...(shown.password ? [`Password, shown this once: ${shown.password}`] : []),
        ],
      };
    });
  },
};

async function givenPassword(call: CliCall): Promise<string | null> {
  if (!call.values['password-stdin']) return null;
  const password = await call.stdin();
  if (password.length < shortest || password.length > 256) {
    throw new CliError('usage', `A password has ${shortest} to 256 characters.`);
  }
  return password;
}
