import type { LogEvent, Projection } from '../engines/index.ts';

/** Carries to ClickHouse whose events the events of somebody who was merged are. */
export const aliasProjection: Projection = {
  table: 'customer_alias',
  columns: ['workspace_id', 'original_id', 'customer_id', 'stored_id', 'version', 'settled'],
  names: ['customer.aliased'],
  takes: 'alias',
  row(event: LogEvent) {
    const alias = event.properties['alias'] as { customerId: string; storedId: string; version: string } | undefined;
    if (!alias || event.customerId === null) return undefined;
    return [event.workspaceId, event.customerId, BigInt(alias.customerId), BigInt(alias.storedId), BigInt(alias.version), 0];
  },
};

/**
 * Narrows events to given customers by the order in which they lie, beside `customer_id`, which is computed: their own rows, and those of whoever is part of them and not written
 * anew yet. `customers`: a parameter of an array of ids.
 */
export const storedFor = (customers: string) => `(stored_id in ${customers} or stored_id in (select stored_id from customer_alias final where workspace_id = {workspace:UInt64} and settled = 0 and customer_id in ${customers}))`;
