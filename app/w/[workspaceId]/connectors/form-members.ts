import type { Member } from "#components/connectors/fields/fields-context.tsx";
import { listMembers } from "#lib/auth/members/list.ts";
import type { Context } from "#lib/context.ts";

const offeredAtOnce = 500;

/** The members that forms offer to choose from. */
export async function formMembers(ctx: Context): Promise<Member[]> {
  const { items } = await listMembers(ctx, { limit: offeredAtOnce });
  return items.map(({ email, name }) => ({ email, name }));
}
