import type { AddCorpTagRequest } from '@homefield/wecom';
import { isObject, needText, optionalText, textList, wholeNumber } from '../fields.ts';
import type { Json } from '../fields.ts';
import { refuse } from '../refusal.ts';
import type { ApiRequest, Endpoint, Services } from './endpoint.ts';

export function tagEndpoints(services: Services): Endpoint[] {
  const { corpTags } = services;
  return [
    {
      path: 'externalcontact/get_corp_tag_list', method: 'POST', lists: ['tag_group'],
      handle: ({ body }) => ({ tag_group: corpTags.list(textList(body, 'tag_id'), textList(body, 'group_id')) }),
    },
    {
      path: 'externalcontact/add_corp_tag', method: 'POST',
      handle: ({ body, now }) => ({ tag_group: corpTags.add(readNewTags(body), now) }),
    },
    { path: 'externalcontact/mark_tag', method: 'POST', handle: (request) => markTag(services, request) },
  ];
}

function readNewTags(body: Json): AddCorpTagRequest {
  const tags = body['tag'];
  if (!Array.isArray(tags) || !tags.every(isObject)) throw refuse(40058, 'tag must be a list of objects');
  const [groupId, groupName] = [optionalText(body, 'group_id'), optionalText(body, 'group_name')];
  return {
    ...(groupId && { group_id: groupId }), ...(groupName && { group_name: groupName }), order: wholeNumber(body, 'order', 0),
    tag: tags.map((tag) => ({ name: optionalText(tag, 'name') ?? '', order: wholeNumber(tag, 'order', 0) })),
  };
}

function markTag({ world, organization, corpTags, rules }: Services, { body }: ApiRequest): object {
  const member = organization.needMember(needText(body, 'userid'));
  const follow = world.follow(member.userid, needText(body, 'external_userid', 41035));
  const [added, removed] = [textList(body, 'add_tag'), textList(body, 'remove_tag')];
  if (added.length + removed.length === 0) throw refuse(40058, 'one of add_tag and remove_tag is needed');
  if (!follow) throw refuse(84061, 'not external contact');
  for (const id of [...added, ...removed]) corpTags.need(id);
  const kept = follow.tagIds.filter((id) => !removed.includes(id));
  const tagIds = [...new Set([...kept, ...added])];
  if (tagIds.length > rules.tags.perPairMax) throw refuse(40058, 'too many tags');
  follow.tagIds = tagIds;
  return {};
}
