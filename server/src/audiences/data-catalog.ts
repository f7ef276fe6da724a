import { inScopeAnalytics } from '../customers/index.ts';
import type { Analytics } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';
import type { Field, ValueType } from './rule/catalog.ts';
import { plainAttributes, plainProperties } from './rule/catalog.ts';
import { path } from './rule/sql.ts';
import { keyPattern } from '@homefield/contract';

/** What the brand's data has beside what we know: names of events, types of properties and attributes, frequent values. */
export type DataCatalog = {
  eventNames(workspaceId: bigint): Promise<string[]>;
  /** The field of a property of an event, or of an attribute (`event` null); undefined when no row has it. */
  field(workspaceId: bigint, event: string | null, key: string): Promise<Field | undefined>;
  /** All attributes of the brand's own. */
  attributes(workspaceId: bigint): Promise<Field[]>;
  /** Properties of an event, from a sample of its rows. */
  properties(workspaceId: bigint, event: string): Promise<Field[]>;
  /** The most frequent texts of the attributes of those whom the viewer sees, for pick lists. */
  frequentValues(viewer: Viewer, fields: readonly Field[]): Promise<Map<string, string[]>>;
};

const namesMax = 500;
const keysMax = 200;
const valuesMax = 50;
const propertySampleRows = 20_000;
const fieldsCachedMax = 10_000;

export function createDataCatalog(analytics: Analytics): DataCatalog {
  // Types of what was once seen hardly ever change, and asking costs a scan of the path: 0.2 s over 10 M events.
  const known = new Map<string, Field>();
  return {
    async eventNames(workspaceId) {
      const rows = await analytics.query<{ name: string }>({
        workspaceId, text: `select name from event where workspace_id = {workspace:UInt64} group by name order by name limit ${namesMax}`,
      });
      return rows.map(({ name }) => name);
    },
    async field(workspaceId, event, key) {
      const cacheKey = `${workspaceId} ${event ?? ''} ${key}`;
      const found = known.get(cacheKey) ?? await probe(analytics, workspaceId, event, key);
      if (found && known.size < fieldsCachedMax) known.set(cacheKey, found);
      return found;
    },
    attributes: (workspaceId) => ask(analytics, workspaceId, `
      select tupleElement(pair, 1) as key, tupleElement(pair, 2)[1] as type
      from (select distinctJSONPathsAndTypes(attributes) as found from customer where workspace_id = {workspace:UInt64})
      array join found as pair order by key limit ${keysMax}`, {}, plainAttributes),
    properties: (workspaceId, event) => ask(analytics, workspaceId, `
      select tupleElement(pair, 1) as key, tupleElement(pair, 2)[1] as type
      from (select distinctJSONPathsAndTypes(properties) as found
        from (select properties from event where workspace_id = {workspace:UInt64} and name = {event:String} limit ${propertySampleRows}))
      array join found as pair order by key limit ${keysMax}`, { event }, plainProperties),
    async frequentValues({ workspaceId, dataScope }, fields) {
      const seen = inScopeAnalytics(dataScope);
      const texts = fields.filter(({ type }) => type === 'text').slice(0, 20);
      if (texts.length === 0) return new Map();
      const columns = texts.map(({ key, column }, index) => `topK(${valuesMax})(${column ?? `toString(${path('attributes', key)})`}) as v${index}`);
      const [row] = await analytics.query<Record<string, string[]>>({
        workspaceId, params: seen.params,
        text: `select ${columns.join(', ')} from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0 and ${seen.text}`,
      });
      return new Map(texts.map(({ key }, index) => [key, (row?.[`v${index}`] ?? []).filter((value) => value !== '').sort()]));
    },
  };
}

async function ask(analytics: Analytics, workspaceId: bigint, text: string, params: Record<string, unknown>, plain: ReadonlyMap<string, Field>): Promise<Field[]> {
  const rows = await analytics.query<{ key: string; type: string }>({ workspaceId, text, params });
  return rows.filter(({ key }) => keyPattern.test(key) && !plain.has(key)).map(({ key, type }) => fieldOf(key, type));
}

/** The commonest type of a path over all rows that have it. */
async function probe(analytics: Analytics, workspaceId: bigint, event: string | null, key: string): Promise<Field | undefined> {
  const column = path(event === null ? 'attributes' : 'properties', key);
  const from = event === null ? 'customer where workspace_id = {workspace:UInt64}' : 'event where workspace_id = {workspace:UInt64} and name = {event:String}';
  const [row] = await analytics.query<{ type: string }>({
    workspaceId, params: event === null ? {} : { event },
    text: `select dynamicType(${column}) as type from ${from} and isNotNull(${column}) group by type order by count() desc limit 1`,
  });
  return row && fieldOf(key, row.type);
}

function fieldOf(key: string, type: string): Field {
  return { key, type: valueType(type), title: { zh: key, en: key } };
}

function valueType(type: string): ValueType {
  if (/^(U?Int|Float|Decimal)/.test(type)) return 'number';
  return type === 'Bool' ? 'boolean' : 'text';
}
