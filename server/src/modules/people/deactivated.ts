import { Failure } from '../../kernel/errors.ts';

/** Somebody who does not sign in any more is given nothing. */
export const deactivated = (field: string): Failure =>
  new Failure('deactivated', 'This person is deactivated.', { field });
