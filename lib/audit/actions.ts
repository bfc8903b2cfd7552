/** Everything that the audit log tells: target and verb. Whoever records another one finds its words missing. */
export const auditActions = [
  "alert_destination.create",
  "alert_destination.delete",
  "alert_destination.update",
  "collection.create",
  "collection.delete",
  "collection.update",
  "connector.associate",
  "connector.create",
  "connector.delete",
  "connector.dissociate",
  "connector.update",
  "deletion.approve",
  "deletion.keep",
  "document.restore",
  "file.add",
  "file.delete",
  "file.replace",
  "invitation.accept",
  "invitation.create",
  "invitation.revoke",
  "member.remove",
  "member.update",
  "run.cancel",
  "run.retry",
  "run.start",
  "schedule.pause",
  "schedule.resume",
  "schedule.update",
  "token.create",
  "token.revoke",
  "workspace.create",
  "workspace.update",
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What an action can be about. */
export const auditTargets = [
  "alert_destination",
  "collection",
  "connector",
  "document",
  "held_deletion",
  "invitation",
  "member",
  "run",
  "token",
  "workspace",
] as const;

export type AuditTarget = (typeof auditTargets)[number];
