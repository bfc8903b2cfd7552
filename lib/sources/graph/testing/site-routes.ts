import type { VendorAnswer, VendorCall } from "#lib/sources/vendor/testing/vendor-server.ts";
import { notFound, type Route } from "./answers.ts";
import type { Microsoft } from "./microsoft.ts";
import type { MicrosoftModel, ModelDrive, ModelSite } from "./model.ts";
import { wireDrive, wirePage, wireSite } from "./wire-item.ts";

type OnSite = (stage: Microsoft, site: ModelSite, url: URL, argument: string) => VendorAnswer;

/** What each path below `/sites/{id}` answers; the group of a path is its argument. */
const paths: [RegExp, OnSite][] = [
  [/^()$/, (stage, site, url) => oneSite(stage, url, site)],
  [
    /^\/drives()$/,
    (stage, site, url) => stage.list("drive", url, drivesOf(stage.model, site).map(wireDrive)),
  ],
  [
    /^\/drive()$/,
    (stage, site, url) => {
      const drive = drivesOf(stage.model, site)[0];
      return drive ? { json: stage.project("drive", url, wireDrive(drive)) } : notFound();
    },
  ],
  [/^\/sites()$/, (stage, site, url) => stage.list("site", url, below(stage.model, site).map(wireSite))],
  [
    /^\/pages\/microsoft\.graph\.sitePage()$/,
    (stage, site, url) =>
      stage.list(
        "sitePage",
        url,
        site.pages.map((page) => wirePage(site, page, false)),
      ),
  ],
  [
    /^\/pages\/([^/]+)\/microsoft\.graph\.sitePage$/,
    (stage, site, url, id) => {
      const page = site.pages.find((one) => one.id === id);
      return page ? { json: stage.project("sitePage", url, wirePage(site, page, true)) } : notFound();
    },
  ],
];

/** Sites by their place or id, their libraries, the sites below them and their pages. */
export function siteRoutes(stage: Microsoft): Route[] {
  const at = (host: string, path: string) =>
    [...stage.model.sites.values()].find(
      (site) => site.host === host && site.path.toLowerCase() === path.toLowerCase(),
    );
  const onSite = ([id = "", rest = ""]: string[], { url }: VendorCall) => {
    const site = stage.model.sites.get(id);
    for (const [pattern, handle] of site ? paths : []) {
      const found = pattern.exec(rest);
      if (site && found) return handle(stage, site, url, found[1] ?? "");
    }
    return notFound();
  };
  return [
    [/^\/sites\/([^/:,]+):(\/.+)$/, ([host = "", path = ""], { url }) => oneSite(stage, url, at(host, path))],
    [/^\/sites\/([^/,]+)$/, ([host = ""], { url }) => oneSite(stage, url, at(host, ""))],
    [/^\/sites\/([^/]+)(.*)$/, onSite],
  ];
}

function oneSite(stage: Microsoft, url: URL, site: ModelSite | undefined): VendorAnswer {
  return site ? { json: stage.project("site", url, wireSite(site)) } : notFound();
}

function drivesOf(model: MicrosoftModel, { id }: ModelSite): ModelDrive[] {
  return [...model.drives.values()].filter(({ siteId }) => siteId === id);
}

function below(model: MicrosoftModel, { host, path }: ModelSite): ModelSite[] {
  const isBelow = new RegExp(`^${path}/[^/]+$`);
  return path === ""
    ? []
    : [...model.sites.values()].filter((site) => site.host === host && isBelow.test(site.path));
}
