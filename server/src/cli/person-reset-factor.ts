import { resetFactor } from '../modules/people/index.ts';
import { type Command, needed } from './command.ts';
import { withKernel } from './house.ts';

export const personResetFactor: Command = {
  name: 'person reset-factor',
  summary: "Takes a person's second factor away, when telephone and recovery codes are lost",
  options: {
    email: { type: 'string', required: true, value: 'ADDRESS', help: 'what they sign in with' },
  },
  run: (call) =>
    withKernel(call, async (kernel) => {
      const email = needed(call.values, 'email');
      const { personId, had } = await resetFactor(kernel, { email });
      return {
        data: { person: { id: personId, email }, had },
        lines: [
          had
            ? `${email} signs in with the password alone now.`
            : `${email} had no second factor that was on.`,
        ],
      };
    }),
};
