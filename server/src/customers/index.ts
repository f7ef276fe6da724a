export { customerProjection } from './customer.ts';
export type { AttributeValue, Gender, KnownProfile, Profile, ProfileChange } from './customer.ts';
export type { ContactMark } from './customer-changes.ts';
export { createCustomers, resolveRowsMax } from './customers.ts';
export type { Customers, CustomersDeps } from './customers.ts';
export { identityKinds, identityRule, maskPhone, normalizeIdentity, normalizePhone, orderCustomerKind } from './identity.ts';
export type { Identity } from './identity.ts';
export { CustomerUnknown, IdentityInvalid, IdentityKindUnknown } from './problems.ts';
export type { ResolveRow } from './resolve-plan.ts';
