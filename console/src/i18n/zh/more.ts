import { accounts } from './accounts.ts';

/** Texts of pages that few open: fetched with them, not with the shell. */
const more = { accounts };
export default more;
export type MoreDictionary = typeof more;
