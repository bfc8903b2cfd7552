import { deleteCollection } from "#lib/collections/delete.ts";
import { getCollection } from "#lib/collections/get.ts";
import {
  deleteCollectionOperation,
  getCollectionOperation,
  patchCollectionOperation,
} from "#lib/collections/operations.ts";
import { patchCollection } from "#lib/collections/patch.ts";
import type { PresentedCollection } from "#lib/collections/schemas.ts";
import { etag } from "#lib/http/etag.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getCollectionOperation, async ({ ctx, params }) =>
  present(await getCollection(ctx, { collectionId: params.collection_id })),
);

export const PATCH = route(patchCollectionOperation, async ({ ctx, params, body, request }) => {
  const ifMatch = request.headers.get("if-match");
  return present(await patchCollection(ctx, { ...body, collectionId: params.collection_id, ifMatch }));
});

export const DELETE = route(deleteCollectionOperation, async ({ ctx, params, request }) => {
  const ifMatch = request.headers.get("if-match");
  await deleteCollection(ctx, { collectionId: params.collection_id, ifMatch });
  return { status: 204 };
});

function present({ collection, version }: { collection: PresentedCollection; version: number }) {
  return { status: 200, body: collection, headers: { etag: etag(version) } };
}
