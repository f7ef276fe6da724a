import { normalizeIdentity, orderCustomerKind, phoneIdentity } from '../../customers/index.ts';
import type { Gender, Identity, KnownProfile } from '../../customers/index.ts';
import { isProblem } from '../../kernel/index.ts';
import { isDestroyed, refuse } from './cell-refused.ts';
import type { Columns } from './columns.ts';
import type { Field } from './mappings.ts';
import { reasons } from './reasons.ts';
import type { Reason } from './reasons.ts';

/** Whom a line names, and what it says of them beside its time. The same cells give the same object: those who take it in remember it by that. */
export type Who = { identities: readonly Identity[]; profile: KnownProfile };

const nothing = /^(?:-+|NA|N\/A|null|nil|none|无|空)$/i;
const identityFields = [['customerNumber', orderCustomerKind], ['memberNo', 'member_no'], ['externalUserId', 'wecom.external_user_id'], ['email', 'email']] as const;
const whoFields: readonly Field[] = [...identityFields.map(([field]) => field), 'phone', 'name', 'city', 'country', 'gender'];
/** Some 40 MB; files name the same customers again and again. */
const rememberedMax = 100_000;
/** No cell holds it (see `storable` in source-file.ts). */
const separator = '\u0000';

type TextOf = (cells: readonly string[], field: Field) => string;
type Reading = { columns: Columns; text: TextOf; column: (field: Field) => string };

/** Refuses (CellRefused) a line that names nobody. */
export function createWhoReader(reading: Reading): (cells: readonly string[]) => Who {
  const places = whoFields.flatMap((field) => (reading.columns[field] === undefined ? [] : [reading.columns[field]]));
  const known = new Map<string, Who>();
  return (cells) => {
    let key = '';
    for (const place of places) key += separator + (cells[place] ?? '');
    const seen = known.get(key);
    if (seen) return seen;
    const own = cellsOf(key, places);
    const who = { identities: readIdentities(own, reading), profile: readProfile(own, reading.text) };
    if (known.size >= rememberedMax) known.clear();
    known.set(key, who);
    return who;
  };
}

/** The cells once more, cut out of the key: what is kept must not hold the piece of the file that the line was read from. */
function cellsOf(key: string, places: readonly number[]): string[] {
  const own: string[] = [];
  key.split(separator).slice(1).forEach((cell, index) => { own[places[index] ?? 0] = cell; });
  return own;
}

function readIdentities(cells: readonly string[], { text, column }: Reading): Identity[] {
  const found: Identity[] = [];
  let refused: Reason | undefined;
  for (const [field, kind] of identityFields) {
    const value = text(cells, field);
    if (value === '' || nothing.test(value)) continue;
    if (isDestroyed(value)) refused ??= reasons.numberDestroyed(column(field), { text: value.slice(0, 40) });
    else {
      try {
        found.push(normalizeIdentity({ kind, value }));
      } catch (error) {
        if (!isProblem(error)) throw error;
        refused ??= reasons.identity(column(field), { text: value.slice(0, 40) });
      }
    }
  }
  const phone = text(cells, 'phone');
  if (phone !== '' && !nothing.test(phone)) {
    const identity = phoneIdentity(phone);
    // Marketplaces hide phones (138****5678): such a text is no identity, and no reason to lose the order when another one is there.
    if (identity) found.push(identity);
    else refused ??= isDestroyed(phone) ? reasons.numberDestroyed(column('phone'), { text: phone.slice(0, 40) }) : reasons.phone(column('phone'), { text: phone.slice(0, 40) });
  }
  return found.length > 0 ? found : refuse(refused ?? reasons.noCustomer(column('customerNumber') || column('memberNo') || column('phone') || column('email')));
}

const genders: Readonly<Record<string, Gender>> = { 男: 'male', 男性: 'male', male: 'male', m: 'male', 女: 'female', 女性: 'female', female: 'female', f: 'female' };

function readProfile(cells: readonly string[], text: TextOf): KnownProfile {
  const profile: KnownProfile = { source: 'import' };
  const name = text(cells, 'name');
  const city = text(cells, 'city');
  const country = text(cells, 'country');
  const gender = genders[text(cells, 'gender').toLowerCase()];
  if (name !== '' && !nothing.test(name)) profile.name = name;
  if (city !== '' && !nothing.test(city)) profile.city = city;
  if (gender) profile.gender = gender;
  if (country !== '' && !nothing.test(country)) profile.attributes = { country };
  return profile;
}
