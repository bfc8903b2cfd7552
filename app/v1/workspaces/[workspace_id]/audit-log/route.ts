import { listAuditLog } from "#lib/audit/list.ts";
import { listAuditLogOperation } from "#lib/audit/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listAuditLogOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listAuditLog(ctx, query),
}));
