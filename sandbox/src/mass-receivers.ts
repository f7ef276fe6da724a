import type { MassMessageRequest } from '@homefield/wecom';
import type { Contact, Follow, Member } from './nouns.ts';
import type { Organization } from './organization.ts';
import { refuse } from './refusal.ts';
import type { World } from './world.ts';

/** Who gets a mass message from whom, and who cannot get it. */
export interface Receivers {
  /** External user ids (or chat ids) by member. */
  byMember: Map<string, string[]>;
  failList: string[];
}

/**
 * Single messages: named customers, else customers by tags, else all customers of the sender. Without sender each customer
 * goes to the member who last chatted with them (before any chat: who gained them last).
 */
export function singleReceivers(request: MassMessageRequest, world: World, organization: Organization): Receivers {
  const sender = request.sender ? organization.needService(request.sender).userid : undefined;
  const named = request.external_userid ?? [];
  const tagLists = request.tag_filter?.group_list.map((group) => group.tag_list).filter((list) => list.length > 0) ?? [];
  if (named.length > 0) return fromNamed(named, sender, world, organization);
  if (tagLists.length > 0) return fromTags(tagLists, sender, world, organization);
  if (!sender) throw refuse(40058, 'one of sender, external_userid, tag_filter is needed');
  const customers = [...organization.needMember(sender).customers.keys()];
  return { byMember: new Map(customers.length > 0 ? [[sender, customers]] : []), failList: [] };
}

export function groupReceivers(request: MassMessageRequest, world: World, organization: Organization): Receivers {
  if (!request.sender) throw refuse(40058, 'sender is needed for groups');
  const sender = organization.needMember(request.sender).userid;
  const named = request.chat_id_list ?? [...world.groups()].filter((group) => group.ownerUserid === sender).map((group) => group.chatId);
  const good = named.filter((chatId) => world.group(chatId)?.ownerUserid === sender);
  return { byMember: new Map(good.length > 0 ? [[sender, good]] : []), failList: named.filter((chatId) => !good.includes(chatId)) };
}

function fromNamed(named: readonly string[], sender: string | undefined, world: World, organization: Organization): Receivers {
  const byMember = new Map<string, string[]>();
  const failList: string[] = [];
  for (const externalUserId of new Set(named)) {
    const contact = world.contact(externalUserId);
    const userid = contact && (sender ?? memberFor(contact, organization));
    if (userid && contact.follows.some((follow) => follow.userid === userid)) add(byMember, userid, externalUserId);
    else failList.push(externalUserId);
  }
  return { byMember, failList };
}

function fromTags(tagLists: string[][], sender: string | undefined, world: World, organization: Organization): Receivers {
  const byMember = new Map<string, string[]>();
  const wanted = tagLists.map((list) => new Set(list));
  const matches = (follow: Follow) => wanted.every((list) => follow.tagIds.some((id) => list.has(id)));
  if (sender) {
    for (const follow of organization.needMember(sender).customers.values()) if (matches(follow)) add(byMember, sender, follow.externalUserId);
    return { byMember, failList: [] };
  }
  for (const contact of world.contacts()) {
    const userid = contact.follows.some(matches) && memberFor(contact, organization);
    if (userid) add(byMember, userid, contact.externalUserId);
  }
  return { byMember, failList: [] };
}

function memberFor(contact: Contact, organization: Organization): string | undefined {
  const able = contact.follows.filter((follow) => isAble(organization.member(follow.userid)));
  const chatted = able.find((follow) => follow.userid === contact.lastChatUserid);
  return (chatted ?? able.reduce<Follow | undefined>((last, each) => (last && last.addedAt > each.addedAt ? last : each), undefined))?.userid;
}

function isAble(member: Member | undefined): boolean {
  return member !== undefined && member.contactRight && member.status === 1;
}

function add(byMember: Map<string, string[]>, userid: string, id: string): void {
  const list = byMember.get(userid);
  if (list) list.push(id);
  else byMember.set(userid, [id]);
}
