import { z } from 'zod';
import { idText, pageQuery } from './common.ts';

/** The lists of the console that keep views. */
export const viewPages = ['customers', 'audiences', 'sops', 'jobs', 'users', 'staff'] as const;
export type ViewPage = (typeof viewPages)[number];

export const densities = ['comfortable', 'compact'] as const;

const columnsMax = 60;
const filtersMax = 30;

/** What a table looks like: which columns in which order, how it is sorted and filtered, how dense. What is left out is the page's own. */
export const viewState = z.object({
  columns: z.array(z.string().min(1).max(60)).max(columnsMax).optional(),
  sort: z.string().max(60).optional(),
  filters: z.record(z.string().max(40), z.string().max(2_000)).refine((filters) => Object.keys(filters).length <= filtersMax).default({}),
  density: z.enum(densities).optional(),
});
export type ViewState = z.infer<typeof viewState>;

/** A named state of a list: its maker's, or the brand's when it is shared. */
export const view = z.object({
  id: idText,
  page: z.enum(viewPages),
  name: z.string(),
  state: viewState,
  shared: z.boolean(),
  /** Who made it; null when not known any more. */
  by: z.string().nullable(),
  mine: z.boolean(),
  /** The reader's own choice of what the page opens with. */
  isDefault: z.boolean(),
});
export type View = z.infer<typeof view>;

export const viewsQuery = pageQuery.extend({ page: z.enum(viewPages) });

const viewName = z.string().trim().min(1).max(60);
export const newView = z.object({ page: z.enum(viewPages), name: viewName, state: viewState, shared: z.boolean().default(false) });
export type NewView = z.input<typeof newView>;
/** `isDefault` is the reader's own; everything else changes the view for whoever sees it. */
export const viewChange = z.object({ name: viewName.optional(), state: viewState.optional(), shared: z.boolean().optional(), isDefault: z.boolean().optional() });
export type ViewChange = z.input<typeof viewChange>;

/** Columns that a person chose for a page without making a view of it; null: the page's own. */
export const viewLayoutQuery = z.object({ page: z.enum(viewPages) });
export const viewLayout = z.object({ columns: z.array(z.string().min(1).max(60)).max(columnsMax).nullable() });
export type ViewLayout = z.infer<typeof viewLayout>;
