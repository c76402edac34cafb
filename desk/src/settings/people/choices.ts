import type { Role, Visibility } from '@meada/contract/permissions';

/** The roles, most powerful first, and what of the conversations a person sees; the order of every choice. */
export const roles: Role[] = ['owner', 'administrator', 'supervisor', 'agent'];
export const visibilities: Visibility[] = ['all', 'team', 'assigned'];

/** Whether a role is not above another one: nobody changes people above them or gives more than they have. */
export const reaches = (own: Role, other: Role): boolean => roles.indexOf(own) <= roles.indexOf(other);
