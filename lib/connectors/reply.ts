import { etag } from "#lib/http/etag.ts";
import type { ListedConnector } from "./listed-schemas.ts";

/** How every door answers with one connector: its version is the `ETag`. */
export function replyWithConnector({ connector, version }: { connector: ListedConnector; version: number }) {
  return { status: 200, body: connector, headers: { etag: etag(version) } };
}
