import type { Caller } from '../caller.ts';
import { eachRow } from '../paging.ts';
import type { Page } from '../paging.ts';
import type { CustomerMessage } from './messages.ts';

export type ChatType = 'single' | 'group';

/**
 * Single: at least one of `sender`, `external_userid` (≤ 10,000; `tag_filter` is then ignored) and `tag_filter`; without `sender`
 * each customer goes to the member who last chatted with them. Group: `sender` is required.
 */
export interface MassMessageRequest extends CustomerMessage {
  chat_type?: ChatType;
  external_userid?: string[];
  chat_id_list?: string[];
  /** OR inside one list, AND between lists. */
  tag_filter?: { group_list: Array<{ tag_list: string[] }> };
  sender?: string;
  /** The member may change the receivers (single only). */
  allow_select?: boolean;
}

export interface MassMessageCreated {
  msgid: string;
  /** Customers who are unknown or cannot be reached by the chosen member. */
  fail_list: string[];
}

/** Times in Unix seconds, span at most one month. `filter_type` 0 corp, 1 personal, 2 all. */
export interface ListMassMessagesRequest {
  chat_type: ChatType;
  start_time: number;
  end_time: number;
  creator?: string;
  filter_type?: 0 | 1 | 2;
  /** Default 50, at most 100. */
  limit?: number;
  cursor?: string;
}

export interface MassMessage extends CustomerMessage {
  msgid: string;
  /** Absent for messages made by API. */
  creator?: string;
  create_time: number;
  create_type: 0 | 1;
}

export interface MassMessagesPage extends Page {
  group_msg_list: MassMessage[];
}

/** `status` 0 not sent, 2 sent. */
export interface MassMessageTask {
  userid: string;
  status: 0 | 2;
  send_time?: number;
}

export interface MassMessageTasksPage extends Page {
  task_list: MassMessageTask[];
}

/** `status` 0 not sent, 1 sent, 2 failed: not a friend any more, 3 failed: the customer's cap of mass messages is reached. */
export interface MassMessageResult {
  external_userid?: string;
  chat_id?: string;
  userid: string;
  status: 0 | 1 | 2 | 3;
  send_time?: number;
}

export interface MassMessageResultsPage extends Page {
  send_list: MassMessageResult[];
}

/** `limit` defaults to 500, at most 1,000. */
export interface TasksRequest {
  msgid: string;
  limit?: number;
  cursor?: string;
}

export interface ResultsRequest extends TasksRequest {
  userid: string;
}

/** Mass messages (企业群发). The API only creates tasks: nothing goes out until each member confirms. No event tells; poll. */
export interface MassMessageCalls {
  /** Never repeated by the client after a time-out: there is no idempotency key, a repeat is a second task. */
  create(request: MassMessageRequest): Promise<MassMessageCreated>;
  list(request: ListMassMessagesRequest): Promise<MassMessagesPage>;
  each(request: Omit<ListMassMessagesRequest, 'cursor'>): AsyncGenerator<MassMessage, void, undefined>;
  tasks(request: TasksRequest): Promise<MassMessageTasksPage>;
  eachTask(msgid: string): AsyncGenerator<MassMessageTask, void, undefined>;
  results(request: ResultsRequest): Promise<MassMessageResultsPage>;
  eachResult(msgid: string, userid: string): AsyncGenerator<MassMessageResult, void, undefined>;
  /** At most 3 times per message in 24 hours. */
  remind(msgid: string): Promise<void>;
  /** Stops members who have not sent yet; nothing is recalled. */
  cancel(msgid: string): Promise<void>;
}

export function massMessageCalls({ call, limits }: Caller): MassMessageCalls {
  const list = (body: ListMassMessagesRequest) => call<MassMessagesPage>({
    method: 'POST', path: 'externalcontact/get_groupmsg_list_v2', body, repeatable: true,
    needs: { 'group_msg_list': 'list', 'group_msg_list[].msgid': 'text', 'group_msg_list[].create_time': 'number' },
  });
  const tasks = (body: TasksRequest) => call<MassMessageTasksPage>({
    method: 'POST', path: 'externalcontact/get_groupmsg_task', body, repeatable: true,
    needs: { 'task_list': 'list', 'task_list[].userid': 'text', 'task_list[].status': 'number' },
  });
  const results = (body: ResultsRequest) => call<MassMessageResultsPage>({
    method: 'POST', path: 'externalcontact/get_groupmsg_send_result', body, repeatable: true,
    needs: { 'send_list': 'list', 'send_list[].userid': 'text', 'send_list[].status': 'number' },
  });
  return {
    create: (request) => call<MassMessageCreated>({
      method: 'POST', path: 'externalcontact/add_msg_template', body: request, needs: { msgid: 'text', fail_list: 'list' },
    }),
    list,
    each: (request) => eachRow('externalcontact/get_groupmsg_list_v2', limits.pagesMax,
      (cursor) => list({ limit: 100, ...request, ...(cursor && { cursor }) }), (page) => page.group_msg_list),
    tasks,
    eachTask: (msgid) => eachRow('externalcontact/get_groupmsg_task', limits.pagesMax,
      (cursor) => tasks({ msgid, limit: 1000, ...(cursor && { cursor }) }), (page) => page.task_list),
    results,
    eachResult: (msgid, userid) => eachRow('externalcontact/get_groupmsg_send_result', limits.pagesMax,
      (cursor) => results({ msgid, userid, limit: 1000, ...(cursor && { cursor }) }), (page) => page.send_list),
    async remind(msgid) {
      await call({ method: 'POST', path: 'externalcontact/remind_groupmsg_send', body: { msgid } });
    },
    async cancel(msgid) {
      await call({ method: 'POST', path: 'externalcontact/cancel_groupmsg_send', body: { msgid } });
    },
  };
}
