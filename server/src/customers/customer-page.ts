import type { Customer } from '@homefield/contract';
import type { Viewer } from '../kernel/index.ts';
import { readClasses, readShown, shownRow } from './customer-reader.ts';
import type { ReaderDeps } from './customer-reader.ts';
import { CustomerUnknown } from './problems.ts';

const identitiesMax = 200;

/** Everything about one customer. Refuses (404) one who is unknown, gone, or outside of what the viewer sees. Phones and e-mails come masked. */
export async function readCustomer(deps: ReaderDeps, viewer: Viewer, customerId: bigint): Promise<Customer> {
  const { workspaceId } = viewer;
  const [read, classes] = await Promise.all([
    deps.db.inWorkspace(workspaceId, async (tx) => {
      const [row] = await readShown(tx, viewer, [customerId]);
      const identities = await tx.query<{ kind: string; masked: string; added_at: number }>(`
        select i.kind, coalesce(i.masked, i.value_key) as masked, i.added_at from identity i
        where i.workspace_id = $1 and i.customer_id = $2 order by i.added_at, i.kind, i.value_key limit ${identitiesMax}`, [workspaceId, customerId]);
      return { row, identities };
    }),
    readClasses(deps, workspaceId, [customerId]),
  ]);
  if (!read.row) throw CustomerUnknown();
  const { gender, attributes } = read.row;
  return {
    ...shownRow(read.row, classes.get(customerId) ?? null), gender, attributes,
    identities: read.identities.map(({ kind, masked, added_at: addedAtMs }) => ({ kind, valueMasked: masked, addedAtMs })),
  };
}
