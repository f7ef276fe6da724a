/** The door: the customers of the sandbox, who buy. Pure and keyed by seed and customer, so the order of calls changes nothing. */
export { toCsvLines, CSV_HEADER } from './brand-csv.ts';
export type { BrandPerson } from './brand-people.ts';
export type { Trade } from './brand-words.ts';
export { inventBrand } from './brand.ts';
export type { Brand, BrandOrder, BrandSettings } from './brand.ts';
export type { DeliveryDelay, Effect, EffectQuestion } from './effect.ts';
export type { FutureOrder } from './future-order.ts';
export { createPeople } from './future.ts';
export type { People, PeopleSettings } from './future.ts';
export { drawLatents, summarizePast } from './history.ts';
export type { HistorySettings, PastOrder, PastSummary } from './history.ts';
export type { Latent } from './latent.ts';
export { CDNOW_PARAMETERS, DEFAULT_MONEY_SCALE } from './parameters.ts';
export type { BuyingParameters } from './parameters.ts';
export type { ResponseSettings } from './response.ts';
