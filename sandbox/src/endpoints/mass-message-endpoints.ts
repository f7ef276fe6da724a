import type { MassMessage, MassMessageRequest, MassMessageTask } from '@homefield/wecom';
import { isObject, needText, optionalText, textList, toSeconds, wholeNumber } from '../fields.ts';
import type { Json } from '../fields.ts';
import { resultRows } from '../mass-messages.ts';
import { refuse } from '../refusal.ts';
import type { SandboxRules } from '../rules.ts';
import { limitOf } from './endpoint.ts';
import type { ApiRequest, Endpoint, Services } from './endpoint.ts';
import { readMessage } from './message-content.ts';

const MSGID_MISSING = 41046;

export function massMessageEndpoints(services: Services): Endpoint[] {
  const { massMessages, rules } = services;
  const act = (path: string, run: (msgid: string) => void): Endpoint => ({
    path: `externalcontact/${path}`, method: 'POST',
    handle: ({ body }) => {
      run(needText(body, 'msgid', MSGID_MISSING));
      return {};
    },
  });
  return [
    {
      path: 'externalcontact/add_msg_template', method: 'POST', lists: ['fail_list'],
      handle: ({ body }) => massMessages.create(readRequest(body, rules)),
    },
    { path: 'externalcontact/get_groupmsg_list_v2', method: 'POST', lists: ['group_msg_list'], handle: (request) => listMessages(services, request) },
    { path: 'externalcontact/get_groupmsg_task', method: 'POST', lists: ['task_list'], handle: (request) => listTasks(services, request) },
    { path: 'externalcontact/get_groupmsg_send_result', method: 'POST', lists: ['send_list'], handle: (request) => listResults(services, request) },
    act('remind_groupmsg_send', (msgid) => massMessages.remind(msgid)),
    act('cancel_groupmsg_send', (msgid) => massMessages.cancel(msgid)),
  ];
}

function readRequest(body: Json, { massMessage }: SandboxRules): MassMessageRequest {
  const sender = optionalText(body, 'sender');
  const customers = textList(body, 'external_userid', massMessage.customersMax);
  return {
    ...readMessage(body, massMessage), chat_type: readChatType(body, 'single'), ...(sender && { sender }), external_userid: customers,
    ...(body['chat_id_list'] !== undefined && { chat_id_list: textList(body, 'chat_id_list', massMessage.chatsMax) }),
    tag_filter: { group_list: readTagLists(body['tag_filter'], massMessage.tagsPerListMax) },
  };
}

function readTagLists(filter: unknown, tagsMax: number): Array<{ tag_list: string[] }> {
  if (filter === undefined) return [];
  const groups = isObject(filter) ? filter['group_list'] : undefined;
  if (!Array.isArray(groups) || !groups.every(isObject)) throw refuse(40058, 'invalid tag_filter');
  return groups.map((group) => ({ tag_list: textList(group, 'tag_list', tagsMax) }));
}

function readChatType(body: Json, standard?: 'single'): 'single' | 'group' {
  const chatType = body['chat_type'] ?? standard;
  if (chatType !== 'single' && chatType !== 'group') throw refuse(40058, 'invalid chat_type');
  return chatType;
}

function listMessages({ massMessages, cursors, rules }: Services, { body, now }: ApiRequest): { group_msg_list: MassMessage[] } {
  const chatType = readChatType(body);
  const [from, to] = [wholeNumber(body, 'start_time') * 1000, wholeNumber(body, 'end_time') * 1000 + 999];
  if (to < from || to - from > rules.massMessage.listSpanMaxMs + 999) throw refuse(40058, 'invalid time span');
  const filterType = wholeNumber(body, 'filter_type', 2);
  const creator = optionalText(body, 'creator');
  const found = () => [...massMessages.all()].filter((task) => task.chatType === chatType && task.createdAt >= from && task.createdAt <= to
    && (filterType === 2 || (task.creator === undefined ? 0 : 1) === filterType) && (!creator || task.creator === creator)).toReversed();
  const key = `messages ${chatType} ${from} ${to} ${filterType} ${creator ?? ''}`;
  const page = cursors.page(key, optionalText(body, 'cursor'), limitOf(body, 50, 100, 50), now, found);
  return {
    group_msg_list: page.rows.map((task) => ({
      msgid: task.msgid, ...(task.creator && { creator: task.creator }), create_time: toSeconds(task.createdAt),
      create_type: task.creator ? 1 : 0, ...task.message,
    })),
    ...(page.next_cursor && { next_cursor: page.next_cursor }),
  };
}

function listTasks({ massMessages, cursors }: Services, { body, now }: ApiRequest): { task_list: MassMessageTask[] } {
  const task = massMessages.get(needText(body, 'msgid', MSGID_MISSING));
  const page = cursors.page(`tasks ${task.msgid}`, optionalText(body, 'cursor'), limitOf(body, 500, 1000), now, () => [...task.shares.values()]);
  const rows = page.rows.map(({ userid, sentAt }): MassMessageTask => (
    sentAt === undefined ? { userid, status: 0 } : { userid, status: 2, send_time: toSeconds(sentAt) }));
  return { task_list: rows, ...(page.next_cursor && { next_cursor: page.next_cursor }) };
}

function listResults({ massMessages, organization, cursors }: Services, { body, now }: ApiRequest): object {
  const task = massMessages.get(needText(body, 'msgid', MSGID_MISSING));
  const member = organization.needMember(needText(body, 'userid'));
  const share = task.shares.get(member.userid);
  const key = `results ${task.msgid} ${member.userid}`;
  const page = cursors.page(key, optionalText(body, 'cursor'), limitOf(body, 500, 1000), now, () => (share ? resultRows(task, share) : []));
  return { send_list: page.rows, ...(page.next_cursor && { next_cursor: page.next_cursor }) };
}
