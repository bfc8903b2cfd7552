import { expect, it } from "vitest";
import { clouds } from "./clouds.ts";
import { openClient, rootsFor } from "./open-client.ts";

const usual = { graphRoot: "https://graph.microsoft.com", loginRoot: "https://login.microsoftonline.com" };
const at = (suffix: string) => `https://contoso${suffix}/sites/Docs`;

it.each(clouds)("finds the cloud of $hostSuffix", ({ hostSuffix, graphRoot, loginRoot }) => {
  expect(rootsFor([at(hostSuffix)], usual)).toEqual({ graphRoot, loginRoot, audience: graphRoot });
});

it("goes where the environment points, whatever the cloud", () => {
  const proxy = { graphRoot: "http://127.0.0.1:1", loginRoot: "http://127.0.0.1:2" };
  expect(rootsFor([at(".sharepoint.us")], proxy)).toEqual({
    ...proxy,
    audience: "https://graph.microsoft.us",
  });
});

it("refuses addresses of several clouds", () => {
  expect(() => rootsFor([at(".sharepoint.com"), at(".sharepoint.cn")], usual)).toThrow(
    /different Microsoft clouds/,
  );
});

it("takes the deployment's credentials for a connector without its own, and says what is missing", () => {
  const application = { tenant_id: "t", client_id: "c", client_secret: "s" };
  const context = {
    slots: { urls: [at(".sharepoint.com")] },
    credentials: null,
    signal: AbortSignal.abort(),
  };
  const settings = {
    fetch: () => () => Promise.reject(new Error("No request is expected.")),
    roots: () => usual,
  };
  const opened = openClient({ ...settings, deployment: () => application }, context);
  expect(opened.credentials).toEqual(application);
  expect(() => openClient({ ...settings, deployment: () => undefined }, context)).toThrow(
    expect.objectContaining({ kind: "credentials", message: expect.stringMatching(/MICROSOFT_CREDENTIALS/) }),
  );
  const own = { tenant_id: "t", client_id: "c" };
  expect(() =>
    openClient({ ...settings, deployment: () => application }, { ...context, credentials: own }),
  ).toThrow(/\(client_secret\)/);
});
