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
/** Of one number with different names or cities. */
const variantsMax = 4;
/** No cell holds it (see `storable` in source-file.ts). */
const separator = '\u0000';

type TextOf = (cells: readonly string[], field: Field) => string;
type Reading = { columns: Columns; text: TextOf; column: (field: Field) => string };

/** What was read before. `cells` at their places: copies, because what is kept must not hold the piece of the file that a line was read from. */
type Known = { cells: readonly string[]; who: Who };

/** Refuses (CellRefused) a line that names nobody. */
export function createWhoReader(reading: Reading): (cells: readonly string[]) => Who {
  const places = whoFields.flatMap((field) => (reading.columns[field] === undefined ? [] : [reading.columns[field]]));
  // By the first cell that is not empty, mostly a number: comparing the others is cheaper than one long key.
  const known = new Map<string, Known[]>();
  let size = 0;
  return (cells) => {
    const variants = known.get(leadOf(cells, places));
    if (variants) for (const one of variants) if (isSame(one.cells, cells, places)) return one.who;
    const own = copied(cells, places);
    const who = { identities: readIdentities(own, reading), profile: readProfile(own, reading.text) };
    size += 1;
    if (size > rememberedMax) {
      known.clear();
      size = 1;
    }
    const lead = leadOf(own, places);
    known.set(lead, [{ cells: own, who }, ...(known.get(lead) ?? [])].slice(0, variantsMax));
    return who;
  };
}

function isSame(one: readonly string[], other: readonly string[], places: readonly number[]): boolean {
  for (const place of places) if (one[place] !== other[place]) return false;
  return true;
}

function leadOf(cells: readonly string[], places: readonly number[]): string {
  for (const place of places) if (cells[place]) return cells[place];
  return '';
}

function copied(cells: readonly string[], places: readonly number[]): string[] {
  // The separator at the end as well: joining a single text would be that text itself.
  const texts = [...places.map((place) => cells[place] ?? ''), ''].join(separator).split(separator);
  const own: string[] = [];
  places.forEach((place, index) => { own[place] = texts[index] ?? ''; });
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
