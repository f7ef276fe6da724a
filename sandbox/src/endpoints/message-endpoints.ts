import type { AppMessageSent } from '@homefield/wecom';
import { isObject, needText, wholeNumber } from '../fields.ts';
import type { Json } from '../fields.ts';
import type { Member } from '../nouns.ts';
import { refuse } from '../refusal.ts';
import type { ApiRequest, Endpoint, Services } from './endpoint.ts';
import { readMessage } from './message-content.ts';

export function messageEndpoints(services: Services): Endpoint[] {
  return [
    { path: 'externalcontact/send_welcome_msg', method: 'POST', handle: (request) => sendWelcome(services, request) },
    { path: 'message/send', method: 'POST', handle: (request) => sendAppMessage(services, request) },
  ];
}

function sendWelcome({ welcomes, world, rules, onWelcome }: Services, { body, now }: ApiRequest): object {
  const code = needText(body, 'welcome_code', 41049);
  const message = readMessage(body, rules.massMessage);
  const follow = welcomes.use(code, now, ({ externalUserId, userid }) => {
    const contact = world.contact(externalUserId);
    return contact?.lastChatUserid === userid ? contact.lastChatAt : undefined;
  });
  onWelcome({ follow, text: message.text?.content ?? '', at: now });
  return {};
}

function sendAppMessage({ organization, appMessages, rules, newMessageId }: Services, { body, app, now }: ApiRequest): AppMessageSent {
  if (wholeNumber(body, 'agentid') !== app.agentId) throw refuse(301002, 'agentid does not match the token');
  const { members, invalid } = receiversOf(body, organization, rules.appMessage.receiversMax);
  const msgtype = needText(body, 'msgtype');
  const text = cutToBytes(textOf(body, msgtype), rules.appMessage.textBytesMax);
  if (members.length === 0) throw refuse(81013, 'user & party & tag all invalid');
  const msgid = newMessageId();
  const answer = { msgid, invaliduser: invalid.join('|').toLowerCase(), invalidparty: '', invalidtag: '' };
  if (body['enable_duplicate_check'] === 1) {
    const fingerprint = JSON.stringify([app.agentId, msgtype, text, members.map((member) => member.userid)]);
    if (!appMessages.isNew(fingerprint, wholeNumber(body, 'duplicate_check_interval', rules.appMessage.duplicateIntervalSeconds), now)) return answer;
  }
  for (const { userid } of members) appMessages.deliver({ userid, agentId: app.agentId, msgid, at: now, msgtype, text });
  return answer;
}

function receiversOf(body: Json, organization: Services['organization'], max: number): { members: Member[]; invalid: string[] } {
  const active = (member: Member | undefined) => member !== undefined && member.status === 1;
  const touser = String(body['touser'] ?? '');
  if (touser === '@all') return { members: [...organization.members()].filter(active), invalid: [] };
  const named = touser.split('|').filter((userid) => userid !== '');
  const parties = String(body['toparty'] ?? '').split('|').filter((id) => id !== '').map(Number);
  if (named.length > max) throw refuse(40058, 'too many receivers');
  const found = [
    ...named.map((userid) => organization.member(userid)),
    ...parties.flatMap((id) => organization.departmentsFrom(id)).flatMap(({ id }) => organization.membersIn(id)),
  ].filter((member): member is Member => active(member));
  return { members: [...new Set(found)], invalid: named.filter((userid) => !active(organization.member(userid))) };
}

function textOf(body: Json, msgtype: string): string {
  const content = body[msgtype];
  if (!isObject(content)) throw refuse(40058, `missing ${msgtype}`);
  return String(content['content'] ?? content['description'] ?? '');
}

function cutToBytes(text: string, bytesMax: number): string {
  return Buffer.from(text).subarray(0, bytesMax).toString('utf8').replace(/\uFFFD$/, '');
}
