import { expect, it } from "vitest";
import { explainGraph } from "./explain.ts";

const explain = (
  status: number,
  path: string,
  granted: string[] = [],
  code = "accessDenied",
  message = "Access denied",
) =>
  explainGraph(
    {
      method: "GET",
      url: `https://graph.microsoft.com/v1.0${path}`,
      status,
      headers: {},
      body: { error: { code, message } },
    },
    granted,
  )?.message;

it.each<[string, string[], RegExp]>([
  [
    "/sites/contoso.sharepoint.com",
    [],
    /lacks the application permission Sites\.Read\.All .*consented to it\. Microsoft says: Access denied\.$/,
  ],
  [
    "/sites/1/pages/microsoft.graph.sitePage",
    ["Files.Read.All"],
    /lacks .* Sites\.Read\.All .* It has Files\.Read\.All\./,
  ],
  ["/drives/1/root/delta", ["User.Read.All"], /lacks .* Files\.Read\.All or Sites\.Read\.All/],
  ["/drives/1/root/delta", ["Sites.Read.All"], /may read, but not this/],
  ["/drives/1/root/delta", ["Files.ReadWrite.All"], /may read, but not this/],
  ["/sites/1/drives", ["Sites.Selected"], /selected sites only .*POST \/sites\/\{id\}\/permissions/],
  ["/sites/1/drives", ["Sites.Selected", "Sites.FullControl.All"], /may read, but not this/],
  ["/shares/u!abc/driveItem", ["Files.Read.All"], /sharing link; open it and copy .*Files\.ReadWrite\.All/],
])("says what is missing for %s with %j", (path, granted, message) => {
  expect(explain(403, path, granted)).toMatch(message);
});

it.each([
  ["User's mysite not found.", /no OneDrive yet/],
  ["404 FILE NOT FOUND", /no OneDrive yet/],
  ["The resource could not be found.", /isn't there, or isn't shown to this application \(404\)/],
])("tells a OneDrive that doesn't exist yet from what isn't there: %s", (said, message) => {
  expect(explain(404, "/users/1/drive", [], "itemNotFound", said)).toMatch(message);
});

it("leaves what says nothing to its status", () => {
  const failure = {
    method: "GET",
    url: "https://graph.microsoft.com/v1.0/a",
    status: 502,
    headers: {},
    body: "<html>",
  };
  expect(explainGraph(failure, [])).toBeUndefined();
});
