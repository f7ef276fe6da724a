import type { SimpleDepartment, SimpleUser, UserDetail } from '@homefield/wecom';
import { needText, wholeNumber } from '../fields.ts';
import { refuse } from '../refusal.ts';
import type { Endpoint, Services } from './endpoint.ts';

export function organizationEndpoints({ organization }: Services): Endpoint[] {
  return [
    {
      path: 'user/get', method: 'GET',
      handle: ({ query }): UserDetail => {
        const { userid, name, departments, status } = organization.needMember(needText(query, 'userid'), 60111);
        return { userid, name, department: departments, main_department: departments[0] ?? 1, status };
      },
    },
    {
      path: 'department/simplelist', method: 'GET', lists: ['department_id'],
      handle: ({ query }): { department_id: SimpleDepartment[] } => {
        const id = query['id'] ? wholeNumber(query, 'id') : 1;
        if (!organization.department(id)) throw refuse(60003, 'department not found');
        return { department_id: organization.departmentsFrom(id).map((each) => ({ id: each.id, parentid: each.parentId, order: each.order })) };
      },
    },
    {
      path: 'user/simplelist', method: 'GET', lists: ['userlist'],
      handle: ({ query }): { userlist: SimpleUser[] } => {
        const id = wholeNumber(query, 'department_id');
        if (!organization.department(id)) throw refuse(60003, 'department not found');
        return { userlist: organization.membersIn(id).map(({ userid, name, departments }) => ({ userid, name, department: departments })) };
      },
    },
  ];
}
