import type { RuleCatalog } from '@homefield/contract';
import type { Viewer } from '../kernel/index.ts';
import type { DataCatalog } from './data-catalog.ts';
import { eventFromData, knownEvents, type Catalog, type ValueType } from './rule/catalog.ts';

/** Events whose properties are looked up for the editor; more can still be written by hand. */
const eventsLookedUpMax = 30;

const shownTypes: Record<ValueType, RuleCatalog['attributes'][number]['type']> = { text: 'text', number: 'number', boolean: 'boolean', time: 'date', staff: 'text' };

/** What a rule may name, for the editor: what the product knows first, then what the brand's data has. */
export async function ruleCatalogOf(viewer: Viewer, plain: Catalog, data: DataCatalog): Promise<RuleCatalog> {
  const { workspaceId } = viewer;
  const attributes = [...plain.attributes.values(), ...await data.attributes(workspaceId)];
  const values = await data.frequentValues(viewer, attributes);
  const names = await data.eventNames(workspaceId);
  const seen = new Set(names);
  const events: RuleCatalog['events'] = [];
  for (const name of names) {
    const properties = events.length < eventsLookedUpMax ? await data.properties(workspaceId, name) : [];
    const sums = properties.filter(({ type }) => type === 'number').map(({ key }) => key);
    events.push({ name, label: eventFromData(name, new Map()).verb, sums: ['amount', ...sums] });
  }
  for (const { name, verb } of knownEvents.values()) if (!seen.has(name)) events.push({ name, label: verb, sums: ['amount'] });
  return {
    attributes: attributes.map(({ key, title, type, money = false }) => ({ name: key, label: title, type: shownTypes[type], money, values: key === 'store' ? [...new Set((values.get(key) ?? []).map(plain.stores.presentOf))] : values.get(key) ?? [] })),
    events,
    models: [...plain.models.values()].map(({ name, title, classes }) => ({ name, label: title, classes: [...classes].map(([key, label]) => ({ name: key, label })) })),
  };
}
