import { openLibrary } from "#lib/sources/graph/testing/library.ts";
import { testSource } from "#lib/sources/vendor/testing/conformance.ts";

testSource("sharepoint", () =>
  openLibrary(
    "contoso.sharepoint.com",
    "/sites/Docs",
    "https://contoso.sharepoint.com/:f:/r/sites/Docs/Shared%20Documents/Read?csf=1",
  ),
);
