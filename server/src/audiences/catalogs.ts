import { readStoreNames } from '../customers/index.ts';
import type { Analytics, Database } from '../engines/index.ts';
import { findModels, findWorkspace, listAudiences } from './audience-reader.ts';
import { createDataCatalog, type DataCatalog } from './data-catalog.ts';
import { eventFromData, knownEvents, plainAttributes, plainProperties, type Catalog, type CatalogAudience, type CatalogEvent, type Field } from './rule/catalog.ts';
import { leavesOf, type RuleNode } from './rule/node.ts';
import { parseRule } from './rule/parse.ts';

export type Catalogs = {
  data: DataCatalog;
  /** What the rule may mention, as far as it does: names of the product, and what the brand's data has under the others. */
  forRule(workspaceId: bigint, node: RuleNode, atMs: number): Promise<Catalog>;
  /** Names and titles alone, for sentences of rules that were checked when they were written. Asks ClickHouse nothing. */
  forSentences(workspaceId: bigint, atMs: number): Promise<Catalog>;
};

export function createCatalogs({ db, analytics }: { db: Database; analytics: Analytics }): Catalogs {
  const data = createDataCatalog(analytics);
  const plain = (workspaceId: bigint, atMs: number, withAudiences = true): Promise<Catalog> => db.inWorkspace(workspaceId, async (tx) => {
    const { zone, currency } = await findWorkspace(tx, workspaceId);
    const models = await findModels(tx, workspaceId, atMs);
    const audiences = new Map<bigint, CatalogAudience>();
    for (const row of withAudiences ? await listAudiences(tx, workspaceId) : []) {
      const { node } = parseRule(row.rule);
      if (node) audiences.set(row.audience_id, { id: row.audience_id, name: row.name, node });
    }
    return { zone, currency, attributes: plainAttributes, events: knownEvents, models, audiences, stores: await readStoreNames(tx, workspaceId) };
  });
  return {
    data,
    forSentences: (workspaceId, atMs) => plain(workspaceId, atMs),
    async forRule(workspaceId, node, atMs) {
      const catalog = await plain(workspaceId, atMs, leavesOf(node).some(({ kind }) => kind === 'audience'));
      const leaves = allLeaves(node, catalog.audiences);
      return { ...catalog, attributes: await attributesOf(data, workspaceId, leaves), events: await eventsOf(data, workspaceId, leaves) };
    },
  };
}

/** The leaves of the rule and of all audiences inside it. */
function allLeaves(node: RuleNode, audiences: ReadonlyMap<bigint, CatalogAudience>): ReturnType<typeof leavesOf> {
  const seen = new Set<bigint>();
  const leaves = leavesOf(node);
  for (const leaf of leaves) {
    if (leaf.kind !== 'audience' || seen.has(leaf.audienceId)) continue;
    seen.add(leaf.audienceId);
    const inner = audiences.get(leaf.audienceId);
    // The array grows while it is walked: audiences inside audiences come later.
    if (inner) leaves.push(...leavesOf(inner.node));
  }
  return leaves;
}

async function attributesOf(data: DataCatalog, workspaceId: bigint, leaves: ReturnType<typeof leavesOf>): Promise<Map<string, Field>> {
  const found = new Map(plainAttributes);
  const keys = new Set(leaves.flatMap((leaf) => (leaf.kind === 'attribute' && !found.has(leaf.attribute) ? [leaf.attribute] : [])));
  let isMissing = false;
  for (const key of keys) {
    const field = await data.field(workspaceId, null, key);
    if (field) found.set(key, field);
    else isMissing = true;
  }
  // Only a mistake needs the whole list: for "did you mean".
  if (isMissing) for (const field of await data.attributes(workspaceId)) if (!found.has(field.key)) found.set(field.key, field);
  return found;
}

async function eventsOf(data: DataCatalog, workspaceId: bigint, leaves: ReturnType<typeof leavesOf>): Promise<Map<string, CatalogEvent>> {
  const events = new Map(knownEvents);
  const mentioned = leaves.filter((leaf) => leaf.kind === 'event');
  if (mentioned.some((leaf) => !events.has(leaf.event))) {
    for (const name of await data.eventNames(workspaceId)) if (!events.has(name)) events.set(name, eventFromData(name, new Map()));
  }
  for (const leaf of mentioned) {
    const event = events.get(leaf.event);
    const keys = [...leaf.where.map(({ property }) => property), ...(leaf.measure.kind === 'sum' ? [leaf.measure.property] : [])];
    const wanted = keys.filter((key) => !plainProperties.has(key) && !event?.properties.has(key));
    if (!event || wanted.length === 0) continue;
    const properties = new Map(event.properties);
    for (const key of wanted) {
      const field = await data.field(workspaceId, leaf.event, key);
      if (field) properties.set(key, field);
    }
    if (wanted.some((key) => !properties.has(key))) {
      for (const field of await data.properties(workspaceId, leaf.event)) if (!properties.has(field.key)) properties.set(field.key, field);
    }
    events.set(leaf.event, eventFromData(leaf.event, properties));
  }
  return events;
}
