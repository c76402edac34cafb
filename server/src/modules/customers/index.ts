export { collectKinds, type IdentityKinds, type KeyedAddress, keyAddress, readAddress } from './kinds.ts';
export { mergeInto, undoMerge } from './merge.ts';
export { decideMerge, type MergeDecision, type Party } from './rules.ts';
export { suggestMerge } from './suggest.ts';
