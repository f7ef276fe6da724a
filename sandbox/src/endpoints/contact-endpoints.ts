import type { ContactDetail, ContactOfUser, ContactsOfUsersPage, ExternalContact, FollowInfo, FollowUser } from '@homefield/wecom';
import { needText, optionalText, textList, toSeconds } from '../fields.ts';
import type { Contact, Follow } from '../nouns.ts';
import { refuse } from '../refusal.ts';
import { limitOf } from './endpoint.ts';
import type { ApiRequest, Endpoint, Services } from './endpoint.ts';

const FOLLOWERS_PER_PAGE = 500;

export function contactEndpoints(services: Services): Endpoint[] {
  return [
    {
      path: 'externalcontact/get_follow_user_list', method: 'GET', lists: ['follow_user'],
      handle: () => {
        const able = [...services.organization.members()].filter((member) => member.contactRight && member.status === 1);
        return { follow_user: able.map((member) => member.userid) };
      },
    },
    {
      path: 'externalcontact/list', method: 'GET', lists: ['external_userid'],
      handle: ({ query }) => {
        const { customers } = services.organization.needMember(needText(query, 'userid'));
        if (customers.size === 0) throw refuse(84061, 'not external contact');
        return { external_userid: [...customers.keys()] };
      },
    },
    { path: 'externalcontact/get', method: 'GET', lists: ['follow_user'], handle: (request) => getContact(services, request) },
    { path: 'externalcontact/batch/get_by_user', method: 'POST', lists: ['external_contact_list'], handle: (request) => byUsers(services, request) },
    { path: 'externalcontact/remark', method: 'POST', handle: (request) => remark(services, request) },
  ];
}

function getContact({ world, cursors, corpTags }: Services, { query, now }: ApiRequest): ContactDetail {
  const contact = world.contact(needText(query, 'external_userid', 41035));
  if (!contact) throw refuse(40096, 'invalid external userid');
  if (contact.follows.length === 0) throw refuse(84061, 'not external contact');
  const { rows, next_cursor } = cursors.page(`get ${contact.externalUserId}`, query['cursor'], FOLLOWERS_PER_PAGE, now, () => contact.follows);
  const followUsers = rows.map((follow): FollowUser => ({
    ...followFacts(follow),
    tags: follow.tagIds.flatMap((id) => {
      const found = corpTags.find(id);
      return found ? [{ group_name: found.group.group_name, tag_name: found.tag.name, tag_id: id, type: 1 as const }] : [];
    }),
  }));
  return { external_contact: personFacts(contact), follow_user: followUsers, ...(next_cursor && { next_cursor }) };
}

function byUsers({ world, organization, cursors }: Services, { body, now }: ApiRequest): ContactsOfUsersPage {
  const userids = textList(body, 'userid_list', 100);
  if (userids.length === 0) throw refuse(40063, 'userid_list is empty');
  const customers = () => userids.flatMap((userid) => [...organization.needMember(userid).customers.values()]);
  const page = cursors.page(`by users ${userids.join('|')}`, optionalText(body, 'cursor'), limitOf(body, 50, 100), now, customers);
  const rows = page.rows.flatMap((follow): ContactOfUser[] => {
    const contact = world.contact(follow.externalUserId);
    return contact ? [{ external_contact: personFacts(contact), follow_info: { ...followFacts(follow), tag_id: [...follow.tagIds] } }] : [];
  });
  return { external_contact_list: rows, ...(page.next_cursor && { next_cursor: page.next_cursor }) };
}

function remark({ world, organization, rules }: Services, { body }: ApiRequest): object {
  const member = organization.needMember(needText(body, 'userid'));
  const follow = world.follow(member.userid, needText(body, 'external_userid', 41035));
  if (!follow) throw refuse(84061, 'not external contact');
  const changes = {
    remark: optionalText(body, 'remark', rules.remark.remarkMax),
    description: optionalText(body, 'description', rules.remark.descriptionMax),
    remarkCompany: optionalText(body, 'remark_company', rules.remark.companyMax),
    remarkMobiles: body['remark_mobiles'] === undefined ? undefined : textList(body, 'remark_mobiles').filter((each) => each !== ''),
  };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (given.length === 0 && body['remark_pic_mediaid'] === undefined) throw refuse(40058, 'nothing to change');
  Object.assign(follow, Object.fromEntries(given));
  return {};
}

function personFacts({ externalUserId, name, gender, unionid }: Contact): ExternalContact {
  return { external_userid: externalUserId, name, avatar: '', type: 1, gender, ...(unionid && { unionid }) };
}

function followFacts(follow: Follow): Omit<FollowInfo, 'tag_id'> {
  return {
    userid: follow.userid, remark: follow.remark, description: follow.description, createtime: toSeconds(follow.addedAt), add_way: follow.addWay,
    oper_userid: follow.userid, ...(follow.state && { state: follow.state }), ...(follow.remarkCompany && { remark_corp_name: follow.remarkCompany }),
    remark_mobiles: [...(follow.remarkMobiles ?? [])],
  };
}
