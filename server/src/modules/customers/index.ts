export { postalRoutes } from './addresses/routes.ts';
export { readPostal } from './addresses/rules.ts';
export { displayOf, type IdentityRow, identityOf } from './addresses.ts';
export { decideDrafts } from './bulk/decide.ts';
export { loadDirectory } from './bulk/directory.ts';
export { type CustomerDraft, holdersAtMost, type Known } from './bulk/rules.ts';
export { undoDrafts } from './bulk/undo.ts';
export { type Written, writeDrafts } from './bulk/write.ts';
export { answerCheck } from './checks/answer-check.ts';
export { answerLink, linkAsks } from './checks/answer-link.ts';
export { closeCheck } from './checks/close.ts';
export { type CheckedIdentity, checkable, openCheck } from './checks/open-check.ts';
export { mountChecks } from './checks/page.ts';
export { codesOf, hiddenPlace, linkToken, triesAtMost } from './checks/rules.ts';
export { claimAddressOf, claimContact } from './claim-contact.ts';
export { clearUndeliverable } from './clear-undeliverable.ts';
export { companyRoutes } from './companies/routes.ts';
export { type ErasedThing, erasedAddresses, erasedHash, markErased } from './consents/erased.ts';
export { mayContact, recordConsents } from './consents/ledger.ts';
export { purposesOf } from './consents/purposes.ts';
export { type Refuses, refusalsOf } from './consents/refusals.ts';
export { consentRoutes } from './consents/routes.ts';
export { consentsOf } from './consents/views.ts';
export { createCustomer } from './create-customer.ts';
export { deadSince } from './dead.ts';
export { startDuplicates } from './duplicates/work.ts';
export { knownKinds } from './facts/known-kinds.ts';
export { learnFacts } from './facts/learn-facts.ts';
export { readFact } from './facts/read.ts';
export { factRoutes } from './facts/routes.ts';
export { applyFields, type FieldValues, shownFields, shownValues } from './fields/apply.ts';
export { createField } from './fields/create-field.ts';
export { fieldRoutes } from './fields/routes.ts';
export { searchedFields } from './fields/searched.ts';
export { isStandingValue } from './fields/speaker.ts';
export { readFieldValue } from './fields/values.ts';
export { fieldsOf } from './fields/views.ts';
export { holdAddress } from './hold-address.ts';
export { holdTyped } from './hold-typed.ts';
export {
  collectKinds,
  type IdentityKinds,
  type KeyedAddress,
  keyAddress,
  readAddress,
  telephone,
} from './kinds.ts';
export { knownLabels } from './labels.ts';
export { type CustomerFilter, listConditions } from './list-conditions.ts';
export { type ColumnMeaning, edits, guessColumns } from './matching/index.ts';
export { mergeInto } from './merge.ts';
export { preferenceRoutes } from './preferences/routes.ts';
export { presentCustomers } from './present.ts';
export { recordRoutes } from './record/routes.ts';
export { type RecordPlace, type RecordText, recordsOf, textsOnRecords } from './record/said.ts';
export { addressesOf, customerRefs, refFor } from './refs.ts';
export { customerRoutes } from './routes.ts';
export { decideMerge } from './rules.ts';
export { isShared } from './shared.ts';
export { loadGroups, standingFields, standingWord } from './standing.ts';
export { insertCustomer, lockIdentities, nameNameless, rootIdOf } from './store.ts';
export { suggestMerges } from './suggest.ts';
export { customerOf } from './views.ts';
