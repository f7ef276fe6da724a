import type { LogEvent, NewEvent, ProjectedState, Projection } from '../engines/index.ts';

export type Gender = 'male' | 'female' | 'unknown';
export type AttributeValue = string | number | boolean;

/** Everything that is known of a customer beside identities; what `customer.created` and `customer.updated` carry whole. */
export type Profile = {
  customerId: bigint;
  createdAtMs: number;
  name: string;
  gender: Gender;
  city: string;
  source: string;
  store: string;
  ownerStaffId: bigint | null;
  isContact: boolean;
  excluded: boolean;
  gone: boolean;
  phoneMasked: string | null;
  attributes: Readonly<Record<string, AttributeValue>>;
  /** Of two states of one customer the later one has the higher. */
  version: bigint;
};

/** What a row of an import or a sync knows of a customer. It fills what is empty and never overwrites. */
export type KnownProfile = {
  name?: string;
  gender?: Gender;
  city?: string;
  source?: string;
  store?: string;
  attributes?: Readonly<Record<string, AttributeValue>>;
  /** The instant of the thing that the row tells: a new customer counts as first seen then. */
  firstSeenAtMs?: number;
};

/** A change by a person or by WeCom. What is absent stays. An attribute that is null is removed. */
export type ProfileChange = Partial<Pick<Profile, 'name' | 'gender' | 'city' | 'source' | 'store' | 'ownerStaffId' | 'isContact'>> & {
  attributes?: Readonly<Record<string, AttributeValue | null>>;
};

const textMax = 200;
/** Names and places as they may be stored: trimmed, without control characters (PostgreSQL refuses NUL), at most 200 characters. */
export function cleanText(text: string | undefined): string {
  return (text ?? '').replace(/[\u0000-\u001f\u007f]+/g, ' ').trim().slice(0, textMax);
}

/** The event that tells a change; the whole profile is in it, so that a reader of the log never has to ask back. */
export function profileEvent(name: 'customer.created' | 'customer.updated', profile: Profile, occurredAtMs: number, source: string): NewEvent {
  const { customerId, ownerStaffId, phoneMasked: _phone, ...rest } = profile;
  return { customerId, name, occurredAtMs, source, properties: { profile: { ...rest, version: String(rest.version), ownerStaffId: ownerStaffId === null ? null : String(ownerStaffId) } } };
}

/** The table in ClickHouse that rules over attributes read: a row per state of a customer, of which the highest version wins. */
const table = 'customer';
const columns = ['workspace_id', 'customer_id', 'version', 'created_at', 'excluded', 'gone', 'name', 'gender', 'city', 'source', 'store', 'owner_staff_id', 'is_contact', 'attributes'];

function rowOf(workspaceId: bigint, customerId: bigint, version: bigint, profile: ToldProfile): readonly unknown[] {
  return [
    workspaceId, customerId, version, Math.floor(profile.createdAtMs),
    Number(profile.excluded), Number(profile.gone), profile.name, profile.gender, profile.city, profile.source, profile.store,
    BigInt(profile.ownerStaffId ?? 0), Number(profile.isContact), profile.attributes,
  ];
}

/** As an event carries it. */
type ToldProfile = Omit<Profile, 'customerId' | 'ownerStaffId' | 'phoneMasked' | 'version'> & { ownerStaffId: string | bigint | null };

/** Carries every profile to ClickHouse. */
export const customerProjection: Projection = {
  table, columns,
  names: ['customer.created', 'customer.updated'],
  takes: 'profile',
  row(event: LogEvent) {
    const profile = event.properties['profile'] as (ToldProfile & { version: string }) | undefined;
    if (!profile || event.customerId === null) return undefined;
    return rowOf(event.workspaceId, event.customerId, BigInt(profile.version), profile);
  },
};

/** Every profile as PostgreSQL has it, for the table in ClickHouse after a restore (`doctor --adopt`). */
export function customerState(batches: () => AsyncIterable<readonly { workspaceId: bigint; profile: Profile }[]>): ProjectedState {
  return {
    table, columns, versions: 'customer_version',
    async *rows(version) {
      for await (const batch of batches()) yield batch.map(({ workspaceId, profile }) => rowOf(workspaceId, profile.customerId, version, profile));
    },
  };
}
