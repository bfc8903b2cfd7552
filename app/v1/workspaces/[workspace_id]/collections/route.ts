import { createCollection } from "#lib/collections/create.ts";
import { listCollections } from "#lib/collections/list.ts";
import { createCollectionOperation, listCollectionsOperation } from "#lib/collections/operations.ts";
import { etag } from "#lib/http/etag.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listCollectionsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listCollections(ctx, query),
}));

export const POST = route(createCollectionOperation, async ({ ctx, body }) => {
  const collection = await createCollection(ctx, body);
  const location = `/v1/workspaces/${ctx.workspaceId}/collections/${collection.id}`;
  return { status: 201, body: collection, headers: { location, etag: etag(1) } };
});
