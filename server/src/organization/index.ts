export { createOrganization } from './organization.ts';
export type { Organization, OrganizationOptions } from './organization.ts';
export { organizationRoutes } from './routes.ts';
export type { OrganizationRouteOptions } from './routes.ts';
export type { Audit, AuditEntry } from './audit.ts';
export type { Staff, StaffMember, StaffToUpsert } from './staff.ts';
export type { Workspace, Workspaces } from './workspaces.ts';
export type { User } from './user.ts';
