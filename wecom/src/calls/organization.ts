import type { Caller } from '../caller.ts';

/** `status` 1 active, 2 disabled, 4 not active yet, 5 left. Mobile, mail and avatar are not given to newer apps. */
export interface UserDetail {
  userid: string;
  name: string;
  department: number[];
  main_department?: number;
  is_leader_in_dept?: number[];
  direct_leader?: string[];
  position?: string;
  status: number;
}

export interface SimpleUser {
  userid: string;
  name: string;
  department: number[];
  open_userid?: string;
}

export interface SimpleDepartment {
  id: number;
  parentid: number;
  order: number;
}

/** Members and departments (通讯录). The root department is 1. */
export interface OrganizationCalls {
  user(userid: string): Promise<UserDetail>;
  /** This department and all below it, or all. */
  departments(id?: number): Promise<SimpleDepartment[]>;
  /** Members of one department, without those below it. */
  users(departmentId: number): Promise<SimpleUser[]>;
}

export function organizationCalls({ call }: Caller): OrganizationCalls {
  return {
    user: (userid) => call<UserDetail>({
      method: 'GET', path: 'user/get', query: { userid }, needs: { userid: 'text', department: 'list' }, repeatable: true,
    }),
    async departments(id) {
      const answer = await call<{ department_id: SimpleDepartment[] }>({
        method: 'GET', path: 'department/simplelist', query: { id }, repeatable: true,
        needs: { 'department_id': 'list', 'department_id[].id': 'number', 'department_id[].parentid': 'number' },
      });
      return answer.department_id;
    },
    async users(departmentId) {
      const answer = await call<{ userlist: SimpleUser[] }>({
        method: 'GET', path: 'user/simplelist', query: { department_id: departmentId }, repeatable: true,
        needs: { 'userlist': 'list', 'userlist[].userid': 'text' },
      });
      return answer.userlist;
    },
  };
}
