import type { ContactWays } from './contact-ways.ts';
import type { Ids } from './ids.ts';
import type { ClientEvent, Contact, Follow, Group, Member } from './nouns.ts';
import type { NewMember, Organization } from './organization.ts';
import type { Timeline } from './timeline.ts';
import type { Welcomes } from './welcomes.ts';

/** What a new customer needs. `addedAt` in ms, default now. */
export interface NewContact {
  userid: string;
  name: string;
  /** Default a made-up id. */
  externalUserId?: string;
  unionid?: string;
  gender?: Contact['gender'];
  state?: string;
  addedAt?: number;
  /** As in `add_way` of the API; default 1 when there is a state (scan), else 0. */
  addWay?: number;
  remark?: string;
  /** True for history that is loaded in bulk: no callback, no welcome code. */
  quiet?: boolean;
}

export interface GainedContact {
  externalUserId: string;
  welcomeCode?: string;
}

export interface WorldDeps {
  timeline: Timeline;
  ids: Ids;
  welcomes: Welcomes;
  contactWays: ContactWays;
  organization: Organization;
  /** Told of everything that a person does in the client. */
  onClientEvent: (event: ClientEvent) => void;
}

const NO_TAGS: readonly string[] = [];

/** The people of the sandbox and what they do in the client. Reading and adding one customer costs the same among 100,000. */
export class World {
  readonly #deps: WorldDeps;
  readonly #contacts = new Map<string, Contact>();
  readonly #groups = new Map<string, Group>();

  constructor(deps: WorldDeps) {
    this.#deps = deps;
  }

  addDepartment(department: { id: number; name: string; parentId?: number; order?: number }): void {
    this.#deps.organization.addDepartment(department);
  }

  addMember(member: NewMember): Member {
    return this.#deps.organization.addMember(member);
  }

  member(userid: string): Member | undefined {
    return this.#deps.organization.member(userid);
  }

  members(): IterableIterator<Member> {
    return this.#deps.organization.members();
  }

  contact(externalUserId: string): Contact | undefined {
    return this.#contacts.get(externalUserId);
  }

  contacts(): IterableIterator<Contact> {
    return this.#contacts.values();
  }

  get contactCount(): number {
    return this.#contacts.size;
  }

  group(chatId: string): Group | undefined {
    return this.#groups.get(chatId);
  }

  groups(): IterableIterator<Group> {
    return this.#groups.values();
  }

  follow(userid: string, externalUserId: string): Follow | undefined {
    return this.member(userid)?.customers.get(externalUserId);
  }

  /** A member gains a customer. The same pair again changes nothing, unless one had deleted the other. */
  addContact(input: NewContact): GainedContact {
    const member = this.#needMember(input.userid);
    const externalUserId = input.externalUserId ?? this.#deps.ids.next('wm');
    const known = member.customers.get(externalUserId);
    if (known && !known.deletedByCustomer) return { externalUserId };
    const contact = this.#contacts.get(externalUserId) ?? newContact(externalUserId, input);
    this.#contacts.set(externalUserId, contact);
    const follow = this.#newFollow(member, externalUserId, input);
    contact.follows = [...contact.follows.filter((each) => each.userid !== member.userid), follow];
    member.customers.set(externalUserId, follow);
    if (input.quiet) return { externalUserId };
    const welcomeCode = this.#deps.welcomes.issue(follow);
    this.#tell('add_external_contact', follow, { State: input.state, WelcomeCode: welcomeCode }, follow.addedAt);
    return { externalUserId, ...(welcomeCode && { welcomeCode }) };
  }

  /** Somebody scans the code of a contact way: one of its members gains them, with its state. */
  scan(configId: string, person: Omit<NewContact, 'userid' | 'state' | 'addWay'>): GainedContact & { userid: string } {
    const { userid, state } = this.#deps.contactWays.pick(configId);
    return { userid, ...this.addContact({ ...person, userid, addWay: 1, ...(state && { state }) }) };
  }

  /** The customer deletes the member: the member keeps seeing them, but messages fail. */
  deleteByCustomer(externalUserId: string, userid: string): boolean {
    const follow = this.follow(userid, externalUserId);
    if (!follow || follow.deletedByCustomer) return false;
    follow.deletedByCustomer = true;
    this.#tell('del_follow_user', follow);
    return true;
  }

  /** The member deletes the customer: the pair is gone for every call. */
  deleteByStaff(externalUserId: string, userid: string): boolean {
    const follow = this.follow(userid, externalUserId);
    const contact = this.#contacts.get(externalUserId);
    if (!follow || !contact) return false;
    this.#needMember(userid).customers.delete(externalUserId);
    contact.follows = contact.follows.filter((each) => each !== follow);
    this.#tell('del_external_contact', follow);
    return true;
  }

  /** Customer and member exchange messages: decides who gets a mass message without sender, and ends the welcome window. */
  chat(externalUserId: string, userid: string, at = this.#deps.timeline.now()): void {
    const contact = this.#contacts.get(externalUserId);
    if (!contact || !this.follow(userid, externalUserId)) throw new Error(`${userid} and ${externalUserId} are not in contact`);
    contact.lastChatUserid = this.#needMember(userid).userid;
    contact.lastChatAt = at;
  }

  /** The member edits remark or corp tags of a customer in the client. */
  editInClient(externalUserId: string, userid: string, change: Partial<Pick<Follow, 'remark' | 'description' | 'tagIds'>>): void {
    const follow = this.follow(userid, externalUserId);
    if (!follow) throw new Error(`${userid} and ${externalUserId} are not in contact`);
    Object.assign(follow, change);
    this.#tell('edit_external_contact', follow);
  }

  addGroup(group: { ownerUserid: string; name: string; chatId?: string }): Group {
    const owner = this.#needMember(group.ownerUserid);
    const added: Group = { chatId: group.chatId ?? this.#deps.ids.next('wr'), name: group.name, ownerUserid: owner.userid, massTimes: [] };
    this.#groups.set(added.chatId, added);
    return added;
  }

  #newFollow(member: Member, externalUserId: string, input: NewContact): Follow {
    return {
      userid: member.userid, externalUserId, addedAt: input.addedAt ?? this.#deps.timeline.now(), addWay: input.addWay ?? (input.state ? 1 : 0),
      ...(input.state && { state: input.state }), remark: input.remark ?? input.name, description: '', tagIds: NO_TAGS, deletedByCustomer: false,
    };
  }

  #tell(changeType: string, follow: Follow, fields: ClientEvent['fields'] = {}, at = this.#deps.timeline.now()): void {
    this.#deps.onClientEvent({
      at, event: 'change_external_contact', changeType, fields: { UserID: follow.userid, ExternalUserID: follow.externalUserId, ...fields },
    });
  }

  #needMember(userid: string): Member {
    const member = this.member(userid);
    if (!member) throw new Error(`no member ${userid}`);
    return member;
  }
}

function newContact(externalUserId: string, { name, unionid, gender = 0 }: NewContact): Contact {
  return { externalUserId, name, gender, ...(unionid && { unionid }), follows: [], massTimes: [] };
}
