import { openLibrary } from "#lib/sources/graph/testing/library.ts";
import { testSource } from "#lib/sources/vendor/testing/conformance.ts";

testSource("onedrive", () =>
  openLibrary(
    "contoso-my.sharepoint.com",
    "/personal/ana_contoso_com",
    "https://contoso-my.sharepoint.com/my?id=%2Fpersonal%2Fana%5Fcontoso%5Fcom%2FShared%20Documents%2FRead",
  ),
);
