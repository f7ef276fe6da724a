import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adoptLog, createLog, createProjector } from '../engines/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { allCustomers, createCustomers, customerProjection } from './index.ts';

let world: TestEngines;
beforeAll(async () => {
  world = await startTestEngines();
  world.engines.projector.add(customerProjection);
}, 60_000);
afterAll(() => world.close());

const inClickHouse = (workspaceId: bigint) => world.deps.analytics.query<{ id: string; name: string }>({
  workspaceId, text: 'select toString(customer_id) as id, name from customer final where workspace_id = {workspace:UInt64} order by customer_id',
});

test('after a restore of PostgreSQL and its adoption ClickHouse has every customer as PostgreSQL does, none that it forgot, and takes later changes', async () => {
  const workspaceId = await world.workspace();
  const { db, signals } = world.deps;
  const customers = createCustomers(world.deps);
  const make = (...names: string[]) => db.inWorkspace(workspaceId, (tx) => customers.resolve(tx, workspaceId, names.map((name) => ({ identities: [{ kind: 'member_no', value: name }], profile: { name } }))));
  const [changed, untouched, unread] = await make('before', 'untouched', 'unread');
  await world.project();
  const admin = new pg.Client(world.engines.postgres.admin);
  await admin.connect();
  await admin.query('set row_security = off');
  const { rows: [backup] } = await admin.query<{ tx: string; position: string }>("select tx, position from log_cursor where reader = 'clickhouse'");
  // The backup also holds a change that the projector had not read when it was taken.
  await db.inWorkspace(workspaceId, (tx) => customers.updateProfile(tx, workspaceId, unread ?? 0n, { name: 'read again' }));
  const { rows: [kept] } = await admin.query<{ tx: string; position: string }>('select tx, position from event_log order by tx desc, position desc limit 1');
  const { rows: [sequence] } = await admin.query<{ last_value: string }>('select last_value from event_position');
  // What happens after it is lost in PostgreSQL and known in ClickHouse, where the newer row has merged the older one away.
  await db.inWorkspace(workspaceId, (tx) => customers.updateProfile(tx, workspaceId, changed ?? 0n, { name: 'after' }));
  const [forgotten] = await make('forgotten');
  await world.project();
  await world.engines.clickhouse.admin.command('optimize table customer final');
  expect(await inClickHouse(workspaceId)).toHaveLength(4);
  await admin.query('delete from event_log where (tx, position) > ($1, $2)', [kept?.tx, kept?.position]);
  await admin.query("update log_cursor set tx = $1, position = $2 where reader = 'clickhouse'", [backup?.tx, backup?.position]);
  await admin.query("select setval('event_position', $1)", [sequence?.last_value]);
  await admin.query("update customer set name = 'before' where customer_id = $1", [String(changed)]);
  await admin.query('delete from identity where customer_id = $1', [String(forgotten)]);
  await admin.query('delete from customer where customer_id = $1', [String(forgotten)]);
  await admin.query("update installation set system_identifier = 'another server'");

  const adoption = await adoptLog({ admin: world.engines.postgres.admin, db, clickhouse: world.engines.clickhouse.admin, states: [allCustomers(db)] });
  expect(adoption).toMatchObject({ removed: 3, repeated: 1, carried: 3 });
  const log = await createLog({ db, signals });
  const projector = createProjector({ db, log, clickhouse: world.engines.clickhouse.admin });
  projector.add(customerProjection);
  expect(await projector.drain()).toBe(1);
  const expected = [[changed, 'before'], [untouched, 'untouched'], [unread, 'read again']].map(([id, name]) => ({ id: String(id), name }));
  expect(await inClickHouse(workspaceId)).toEqual(expected);
  const later = createCustomers({ ...world.deps, log });
  await db.inWorkspace(workspaceId, (tx) => later.updateProfile(tx, workspaceId, changed ?? 0n, { name: 'later' }));
  await projector.drain();
  expect((await inClickHouse(workspaceId))[0]).toEqual({ id: String(changed), name: 'later' });
  await admin.end();
});
