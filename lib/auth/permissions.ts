/** What a member may do; each role includes the ones before it (DESIGN §1). */
export const roles = ["viewer", "editor", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

/** Each permission and the least role that has it. */
export const permissions = {
  "workspace.read": "viewer",
  "workspace.write": "admin",
  "workspace.delete": "owner",
  "connectors.read": "viewer",
  "connectors.write": "editor",
  "collections.read": "viewer",
  "collections.write": "editor",
  "documents.read": "viewer",
  "runs.read": "viewer",
  "runs.write": "editor",
  "deletions.decide": "editor",
  "schedules.read": "viewer",
  "schedules.write": "admin",
  "members.read": "viewer",
  "members.write": "admin",
  "tokens.read": "viewer",
  "tokens.write": "viewer",
  "audit.read": "admin",
  "alerts.read": "admin",
  "alerts.write": "admin",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof permissions;

/** All of them, as a token's scopes name them. */
export const permissionNames = Object.keys(permissions) as [Permission, ...Permission[]];

export function hasRole(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

export function isAllowed(role: Role, permission: Permission): boolean {
  return hasRole(role, permissions[permission]);
}

/** The lesser of two roles: a token never does more than its maker. */
export function lesserRole(a: Role, b: Role): Role {
  return hasRole(a, b) ? b : a;
}
