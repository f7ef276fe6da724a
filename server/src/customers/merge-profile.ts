import type { AttributeValue, Profile } from './customer.ts';

/** What a survivor got where it had nothing, by field; attributes by `attributes.KEY`. `createdAtMs`: what it was before. */
export type Filled = Readonly<Record<string, AttributeValue | null>>;

/** Fields that a merge fills, and what stands for nothing in each. The staff member comes with the relation. */
const empties = { name: '', gender: 'unknown', city: '', source: '', store: '', phoneMasked: null, isContact: false, ownerStaffId: null, excluded: false } as const;
type Field = keyof typeof empties;
const fields = Object.keys(empties) as Field[];
const prefix = 'attributes.';

/** A survivor's profile with what it lacks from the other, and what that was. It is known since the earlier of both. */
export function fillFrom(own: Profile, other: Profile): { profile: Profile; filled: Filled } {
  const filled: Record<string, AttributeValue | null> = {};
  const profile: Record<string, unknown> = { ...own };
  for (const field of fields) {
    if (own[field] !== empties[field] || other[field] === empties[field]) continue;
    profile[field] = other[field];
    filled[field] = told(other[field]);
  }
  const attributes = { ...other.attributes, ...own.attributes };
  for (const [key, value] of Object.entries(other.attributes)) if (!(key in own.attributes)) filled[prefix + key] = value;
  if (other.createdAtMs < own.createdAtMs) filled['createdAtMs'] = own.createdAtMs;
  return { profile: { ...profile, attributes, createdAtMs: Math.min(own.createdAtMs, other.createdAtMs) } as Profile, filled };
}

/** A survivor's profile without what one of the merged had brought, as far as it still stands: somebody may have changed it since. */
export function withoutFilled(own: Profile, filled: Filled): Profile {
  const profile: Record<string, unknown> = { ...own };
  for (const field of fields) if (field in filled && told(own[field]) === filled[field]) profile[field] = empties[field];
  const attributes = Object.fromEntries(Object.entries(own.attributes).filter(([key, value]) => filled[prefix + key] !== value));
  return { ...profile, attributes } as Profile;
}

/** As JSON can hold it: ids are too large for its numbers. */
function told(value: AttributeValue | bigint | null): AttributeValue | null {
  return typeof value === 'bigint' ? String(value) : value;
}
