import type { DataScope } from '../kernel/index.ts';

/** A condition for PostgreSQL and the values of its parameters, in their order from the place that was asked for. */
export type Condition = { sql: string; values: unknown[] };

/** Holds for the customers in the scope; `c` is the customer. The values go to `$place` and after. */
export function inScope(scope: DataScope, place: number): Condition {
  if (scope.kind === 'brand') return { sql: 'true', values: [] };
  if (scope.kind === 'stores') return { sql: `c.store = any ($${place}::text[])`, values: [scope.stores] };
  return scope.staffId === null ? { sql: 'false', values: [] } : { sql: `c.owner_staff_id = $${place}::bigint`, values: [scope.staffId] };
}

/** The same for rows that belong to a customer: `column` holds whose they are. The workspace is `$1`. */
export function ofScope(scope: DataScope, column: string, place: number): Condition {
  const { sql, values } = inScope(scope, place);
  return scope.kind === 'brand' ? { sql, values } : { sql: `${column} in (select c.customer_id from customer c where c.workspace_id = $1 and ${sql})`, values };
}

/** A condition for ClickHouse and its parameters. */
export type AnalyticsCondition = { text: string; params: Record<string, unknown> };

/** Holds for the rows of the table `customer` in the scope. */
export function inScopeAnalytics(scope: DataScope): AnalyticsCondition {
  if (scope.kind === 'brand') return { text: '1', params: {} };
  if (scope.kind === 'stores') return scope.stores.length === 0 ? { text: '0', params: {} } : { text: 'store in {scopeStores:Array(String)}', params: { scopeStores: scope.stores } };
  return scope.staffId === null ? { text: '0', params: {} } : { text: 'owner_staff_id = {scopeStaff:UInt64}', params: { scopeStaff: scope.staffId } };
}

/** The same for rows of any other table: by their `customer_id`. What belongs to nobody is seen by the whole brand only. */
export function ofScopeAnalytics(scope: DataScope): AnalyticsCondition {
  const { text, params } = inScopeAnalytics(scope);
  return scope.kind === 'brand' ? { text, params } : { text: `customer_id in (select customer_id from customer final where workspace_id = {workspace:UInt64} and ${text})`, params };
}
