import type { Database, ProjectedState } from '../engines/index.ts';
import { customerState } from './customer.ts';
import type { Profile } from './customer.ts';
import { customerColumns, profileOf } from './customer-store.ts';
import type { CustomerColumns } from './customer-store.ts';

/** Some 2 MB a batch. */
const batchMax = 5_000;

/** The profiles of all brands, to be carried to ClickHouse anew. */
export function allCustomers(db: Database): ProjectedState {
  return customerState(() => profiles(db));
}

async function* profiles(db: Database): AsyncGenerator<{ workspaceId: bigint; profile: Profile }[]> {
  for (let after = { workspace: 0n, customer: 0n }; ;) {
    const rows = await db.asEngine((tx) => tx.query<CustomerColumns & { workspace_id: bigint }>(`
      select c.workspace_id, ${customerColumns} from customer c
      where (c.workspace_id, c.customer_id) > ($1, $2) order by c.workspace_id, c.customer_id limit ${batchMax}`, [after.workspace, after.customer]));
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => ({ workspaceId: row.workspace_id, profile: profileOf(row) }));
    after = { workspace: last.workspace_id, customer: last.customer_id };
  }
}
