export { type Claim, claimContact } from './claim-contact.ts';
export { holdAddress } from './hold-address.ts';
export { collectKinds, type IdentityKinds, type KeyedAddress, keyAddress, readAddress } from './kinds.ts';
export { mergeInto } from './merge.ts';
export { presentCustomers } from './present.ts';
export { customerRefs } from './refs.ts';
export { customerRoutes } from './routes.ts';
export { decideMerge, type MergeDecision, type Party } from './rules.ts';
export { suggestMerge } from './suggest.ts';
