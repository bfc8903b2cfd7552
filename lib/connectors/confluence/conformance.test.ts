import type { JsonObject } from "#lib/connectors/source.ts";
import { testSource, type VendorStage } from "#lib/sources/vendor/testing/conformance.ts";
import { faults, type VendorCall } from "#lib/sources/vendor/testing/vendor-server.ts";
import { openCloudStandIn } from "./testing/cloud-stand-in.ts";
import { openDataCenterStandIn } from "./testing/data-center-stand-in.ts";
import type { WikiModel } from "./testing/model.ts";
import { openSource, slotsOf } from "./testing/open-source.ts";

const manyItems = 45;

function modelStage(
  model: WikiModel,
): Pick<VendorStage, "add" | "change" | "rename" | "remove" | "expected" | "manyItems"> {
  return {
    manyItems,
    add: (name, text) => model.addPage(name, `<p>${text}</p>`),
    change: (key, text) => model.change(key, { body: `<p>${text}</p>` }),
    rename: (key, name) => model.change(key, { title: name }),
    remove: (key) => model.remove(key),
    expected: () =>
      Object.fromEntries(model.current("page").map(({ id, body }) => [id, body.replace(/<\/?p>/g, "")])),
  };
}

testSource("Confluence Cloud, everything", async () => {
  const cloud = await openCloudStandIn();
  cloud.model.addSpace("DOCS");
  return {
    ...modelStage(cloud.model),
    ...openStage(cloud, { base_url: `${cloud.server.origin}/wiki`, upload_all_data: true }),
    server: cloud.server,
    move: (key) => cloud.model.move(key, { parentId: cloud.model.current("page")[5]?.id ?? null }),
    isListing: ({ url }) => url.pathname === "/wiki/api/v2/pages" && !url.searchParams.has("body-format"),
    isContent: ({ url }) => url.searchParams.has("body-format"),
    refused: faults.status(401, { code: 401, message: "Unauthorized" }),
    forbidden: faults.status(403, { errors: [{ status: 403, title: "Forbidden" }] }),
  };
});

testSource("Confluence Data Center, a space", async () => {
  const center = await openDataCenterStandIn();
  center.model.addSpace("DOCS");
  return {
    ...modelStage(center.model),
    ...openStage(center, { base_url: `${center.root}/display/DOCS`, spaces: ["DOCS"] }),
    server: center.server,
    move: (key) => center.model.move(key, { parentId: center.model.current("page")[5]?.id ?? null }),
    isListing: isOldListing,
    isContent: ({ url }) => /body\./.test(url.searchParams.get("expand") ?? ""),
  };
});

function isOldListing({ url }: VendorCall): boolean {
  return url.pathname.endsWith("/rest/api/content");
}

type Opened = Pick<VendorStage, "source" | "slots" | "credentials" | typeof Symbol.asyncDispose>;

function openStage(
  site: Parameters<typeof openSource>[0] & { credentials: JsonObject } & AsyncDisposable,
  settings: JsonObject,
): Opened {
  const { source, fetch } = openSource(site);
  return {
    source,
    slots: slotsOf(settings),
    credentials: site.credentials,
    async [Symbol.asyncDispose]() {
      await fetch.close();
      await site[Symbol.asyncDispose]();
    },
  };
}
