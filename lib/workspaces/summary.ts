import { z } from "zod";
import { countAttention } from "#lib/attention/count.ts";
import { attentionSchema } from "#lib/attention/schemas.ts";
import { type Context, withTransaction } from "#lib/context.ts";
import { documentDaysSchema, documentsByDay } from "#lib/documents/by-day.ts";
import { summaryQuery } from "#lib/schedules/summary-schemas.ts";
import { listUpcoming, upcomingSchema } from "#lib/schedules/upcoming.ts";

export const workspaceSummaryQuery = z.object({
  timezone: summaryQuery.shape.timezone.meta({
    description: "Whose days are counted; the workspace's zone when absent",
    examples: ["America/Sao_Paulo"],
  }),
  days: z.coerce.number().int().min(1).max(90).default(30),
});

export const workspaceSummarySchema = z.object({
  attention: attentionSchema.pick({ total: true, counts: true }),
  upcoming: upcomingSchema,
  documents: documentDaysSchema,
});

/** How a workspace is doing: what wants attention, what runs next, and its documents over time. */
export function summarizeWorkspace(
  ctx: Context,
  query: z.output<typeof workspaceSummaryQuery>,
): Promise<z.output<typeof workspaceSummarySchema>> {
  return withTransaction(ctx, async (trx) => {
    const inside = { ...ctx, trx };
    return {
      attention: await countAttention(inside),
      upcoming: await listUpcoming(inside, {}),
      documents: await documentsByDay(inside, query),
    };
  });
}
