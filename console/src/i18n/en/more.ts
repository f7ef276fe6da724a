import type { MoreDictionary } from '../zh/more.ts';
import { accounts } from './accounts.ts';

const more: MoreDictionary = { accounts };
export default more;
