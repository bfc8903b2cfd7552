import { expect, it } from "vitest";
import { readMicrosoftAddress } from "./address.ts";

const contoso = "https://contoso.sharepoint.com";
const mine = "https://contoso-my.sharepoint.com";
const guid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

/** `host path`, `page site name`, `document site id` or `share url`, so that a table stays readable. */
function told(text: string): string {
  const address = readMicrosoftAddress(text);
  if ("problem" in address) return `problem: ${address.problem}`;
  const host = address.host.replace(/\.sharepoint\.com$/, "");
  switch (address.kind) {
    case "path":
      return `${host} /${address.path.join("/")}`;
    case "page":
      return `${host} page /${address.site.join("/")} ${address.name ?? "*"}`;
    case "document":
      return `${host} document /${address.site.join("/")} ${address.uniqueId}`;
    case "share":
      return `${host} share`;
  }
}

it.each([
  ["the root site", contoso, "contoso /"],
  ["the root site's start page", `${contoso}/SitePages/Home.aspx`, "contoso page / Home.aspx"],
  ["a site", `${contoso}/sites/Docs`, "contoso /sites/Docs"],
  ["a site with a slash", `${contoso}/sites/Docs/`, "contoso /sites/Docs"],
  ["a team", `${contoso}/teams/Sales`, "contoso /teams/Sales"],
  ["a sub-site", `${contoso}/sites/Docs/Projects/2026`, "contoso /sites/Docs/Projects/2026"],
  ["a site's contents", `${contoso}/sites/Docs/_layouts/15/viewlsts.aspx?view=14`, "contoso /sites/Docs"],
  ["a classic start page", `${contoso}/sites/Docs/default.aspx`, "contoso /sites/Docs"],
  [
    "a library's view",
    `${contoso}/sites/Docs/Shared%20Documents/Forms/AllItems.aspx`,
    "contoso /sites/Docs/Shared Documents",
  ],
  [
    "another view",
    `${contoso}/sites/Docs/Freigegebene%20Dokumente/Forms/Alle%20Elemente.aspx`,
    "contoso /sites/Docs/Freigegebene Dokumente",
  ],
  [
    "a library of a site in Portuguese",
    `${contoso}/sites/Docs/Documentos%20Compartilhados`,
    "contoso /sites/Docs/Documentos Compartilhados",
  ],
  [
    "a folder in a view",
    `${contoso}/sites/Docs/Shared%20Documents/Forms/AllItems.aspx?id=%2Fsites%2FDocs%2FShared%20Documents%2FPlans%202026&viewid=3a`,
    "contoso /sites/Docs/Shared Documents/Plans 2026",
  ],
  [
    "a file in a view",
    `${contoso}/sites/Docs/Shared%20Documents/Forms/AllItems.aspx?id=%2Fsites%2FDocs%2FShared%20Documents%2Fa%2Epdf&parent=%2Fsites%2FDocs%2FShared%20Documents`,
    "contoso /sites/Docs/Shared Documents/a.pdf",
  ],
  [
    "a folder in a classic view",
    `${contoso}/sites/Docs/Shared%20Documents/Forms/AllItems.aspx?RootFolder=%2Fsites%2FDocs%2FShared%20Documents%2FOld&FolderCTID=0x01`,
    "contoso /sites/Docs/Shared Documents/Old",
  ],
  [
    "a folder behind #",
    `${contoso}/sites/Docs/Lib/Forms/AllItems.aspx#InplviewHash${guid}=FolderCTID%3D0x01-RootFolder%3D%252Fsites%252FDocs%252FLib%252FA%2520B`,
    "contoso /sites/Docs/Lib/A B",
  ],
  [
    "Copy link with a path",
    `${contoso}/:f:/r/sites/Docs/Shared%20Documents/Plans?csf=1&web=1&e=AbCdEf`,
    "contoso /sites/Docs/Shared Documents/Plans",
  ],
  [
    "a workbook's link with a path",
    `${contoso}/:x:/r/sites/Docs/Shared%20Documents/Plan%20%231%20%25.xlsx?d=w0f1e2d3c4b5a69788796a5b4c3d2e1f0&csf=1`,
    "contoso /sites/Docs/Shared Documents/Plan #1 %.xlsx",
  ],
  ["a presentation", `${contoso}/:p:/r/teams/Sales/Lib/Deck.pptx`, "contoso /teams/Sales/Lib/Deck.pptx"],
  [
    "a file",
    `${contoso}/sites/Docs/Shared%20Documents/Ana's%20notes.txt?web=1`,
    "contoso /sites/Docs/Shared Documents/Ana's notes.txt",
  ],
  [
    "a path that isn't encoded",
    `${contoso}/sites/Docs/Shared Documents/Größe.txt`,
    "contoso /sites/Docs/Shared Documents/Größe.txt",
  ],
  ["a broken escape", `${contoso}/sites/Docs/Lib/100%.txt`, "contoso /sites/Docs/Lib/100%.txt"],
  [
    "an Office file in the browser",
    `${contoso}/:w:/r/sites/Docs/_layouts/15/Doc.aspx?sourcedoc=%7B${guid.toUpperCase()}%7D&file=Report.docx&action=default&mobileredirect=true`,
    `contoso document /sites/Docs ${guid}`,
  ],
  [
    "the older viewer",
    `${contoso}/sites/Docs/_layouts/15/WopiFrame.aspx?sourcedoc={${guid}}&action=view`,
    `contoso document /sites/Docs ${guid}`,
  ],
  [
    "the older viewer with a path",
    `${contoso}/sites/Docs/_layouts/15/WopiFrame.aspx?sourcedoc=%2Fsites%2FDocs%2FLib%2Fa%2Edocx`,
    "contoso /sites/Docs/Lib/a.docx",
  ],
  [
    "an embedded file",
    `${contoso}/sites/Docs/_layouts/15/embed.aspx?UniqueId=${guid}`,
    `contoso document /sites/Docs ${guid}`,
  ],
  [
    "an Office file in somebody's OneDrive",
    `${mine}/:x:/r/personal/ana_contoso_com/_layouts/15/Doc.aspx?sourcedoc=%7B${guid}%7D`,
    `contoso-my document /personal/ana_contoso_com ${guid}`,
  ],
  [
    "a video",
    `${contoso}/sites/Docs/_layouts/15/stream.aspx?id=%2Fsites%2FDocs%2FLib%2Fa%2Emp4`,
    "contoso /sites/Docs/Lib/a.mp4",
  ],
  [
    "a site page",
    `${contoso}/sites/Docs/SitePages/News/Welcome.aspx?web=1`,
    "contoso page /sites/Docs Welcome.aspx",
  ],
  [
    "a site page by Copy link",
    `${contoso}/:u:/r/sites/Docs/SitePages/Welcome.aspx`,
    "contoso page /sites/Docs Welcome.aspx",
  ],
  ["a sub-site's page", `${contoso}/sites/Docs/Sub/SitePages/A.aspx`, "contoso page /sites/Docs/Sub A.aspx"],
  ["all pages", `${contoso}/sites/Docs/SitePages/Forms/ByAuthor.aspx`, "contoso page /sites/Docs *"],
  ["a folder called Lists", `${contoso}/sites/Docs/Lib/Lists/a.docx`, "contoso /sites/Docs/Lib/Lists/a.docx"],
  ["a person's OneDrive", `${mine}/personal/ana_contoso_com`, "contoso-my /personal/ana_contoso_com"],
  [
    "its page",
    `${mine}/personal/ana_contoso_com/_layouts/15/onedrive.aspx`,
    "contoso-my /personal/ana_contoso_com",
  ],
  [
    "a folder of it",
    `${mine}/personal/ana_contoso_com/_layouts/15/onedrive.aspx?id=%2Fpersonal%2Fana%5Fcontoso%5Fcom%2FDocuments%2FPlans&view=0`,
    "contoso-my /personal/ana_contoso_com/Documents/Plans",
  ],
  [
    "the newer page of it",
    `${mine}/my?id=%2Fpersonal%2Fana%5Fcontoso%5Fcom%2FDocuments%2FPlans`,
    "contoso-my /personal/ana_contoso_com/Documents/Plans",
  ],
  [
    "a library shown by OneDrive",
    `${mine}/my?id=%2Fsites%2FDocs%2FLib%2FA&listurl=https%3A%2F%2Fcontoso%2Esharepoint%2Ecom%2Fsites%2FDocs%2FLib`,
    "contoso /sites/Docs/Lib/A",
  ],
  [
    "a folder of it by path",
    `${mine}/personal/ana_contoso_com/Documents/Plans`,
    "contoso-my /personal/ana_contoso_com/Documents/Plans",
  ],
  [
    "a Loop page",
    `${contoso}/:fl:/r/sites/Docs/Lib/Notes.loop?d=w0f1e`,
    "contoso /sites/Docs/Lib/Notes.loop",
  ],
  [
    "a sharing link of a whiteboard",
    `${mine}/:wb:/g/personal/ana_contoso_com/EaBcDeFgHiJ`,
    "contoso-my share",
  ],
  ["a sharing link of a site", `${contoso}/:x:/s/Docs/EaBcDeFgHiJ?e=AbCdEf`, "contoso share"],
  ["a sharing link of a person", `${mine}/:f:/g/personal/ana_contoso_com/EaBcDeFgHiJ`, "contoso-my share"],
  ["a sharing link of a team", `${contoso}/:b:/t/Sales/EaBcDeFgHiJ`, "contoso share"],
  ["an old guest link", `${contoso}/sites/Docs/_layouts/15/guestaccess.aspx?share=EaBc`, "contoso share"],
  ["government", "https://agency.sharepoint.us/sites/Docs", "agency.sharepoint.us /sites/Docs"],
  ["defence", "https://agency.sharepoint-mil.us/sites/Docs", "agency.sharepoint-mil.us /sites/Docs"],
  ["China", "https://contoso.sharepoint.cn/sites/Docs", "contoso.sharepoint.cn /sites/Docs"],
  ["spaces around it", `  ${contoso}/sites/Docs\n`, "contoso /sites/Docs"],
])("reads %s", (_name, text, expected) => {
  expect(told(text)).toBe(expected);
});

it.each([
  ["", /whole address/],
  ["contoso.sharepoint.com/sites/Docs", /whole address/],
  ["http://contoso.sharepoint.com/sites/Docs", /must begin with https/],
  ["https://ana:secret@contoso.sharepoint.com/sites/Docs", /Leave user name/],
  ["https://contoso.sharepoint.com.example.com/sites/Docs", /isn't a Microsoft 365 address/],
  ["https://sharepoint.com/sites/Docs", /isn't a Microsoft 365 address/],
  ["https://onedrive.live.com/?id=ABC", /isn't a Microsoft 365 address/],
  [`${mine}/my`, /your own start page/],
  [`${mine}/_layouts/15/onedrive.aspx`, /your own start page/],
  [`${contoso}/_layouts/15/sharepoint.aspx`, /your own start page/],
  [`${contoso}/_layouts/15/search.aspx/siteall?q=plan`, /opens a search/],
  [`${contoso}/sites/Docs/_layouts/15/search.aspx?q=plan`, /opens a search/],
  [`${contoso}/search/Pages/results.aspx?k=plan`, /opens a search/],
  [`${contoso}/sites/Docs/_layouts/15/people.aspx`, /isn't a file/],
  [`${contoso}/sites/Docs/Lists/Tasks/AllItems.aspx`, /lists aren't read/],
  [`${contoso}/sites`, /names no site/],
  [`${mine}/personal/`, /names no site/],
  [`${contoso}/contentstorage/CSP_${guid}/Document%20Library`, /SharePoint Embedded/],
  ["https://contoso-admin.sharepoint.com/_layouts/15/online/AdminHome.aspx", /administration/],
])("explains %j", (text, problem) => {
  expect(told(text)).toMatch(problem);
});
