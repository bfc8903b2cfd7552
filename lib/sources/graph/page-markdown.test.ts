import { expect, it } from "vitest";
import { pageMarkdown } from "./page-markdown.ts";
import { canvasSchema } from "./wire.ts";

const url = "https://contoso.sharepoint.com/sites/Docs/SitePages/Welcome.aspx";

function markdown(canvas: unknown): string {
  return pageMarkdown(canvasSchema.parse(canvas), url);
}

const part = (innerHtml: string) => ({ "@odata.type": "#microsoft.graph.textWebPart", id: "1", innerHtml });

it("reads sections from the top and columns from the left, the side last", () => {
  const canvas = {
    horizontalSections: [
      {
        layout: "twoColumns",
        columns: [{ webparts: [part("<h2>One</h2>")] }, { webparts: [part("<p>Two</p>")] }],
      },
      {
        layout: "oneColumn",
        columns: [{ webparts: [part("<ul><li>Three</li></ul>"), part("<p>Four</p>")] }],
      },
    ],
    verticalSection: { webparts: [part("<p>Side</p>")] },
  };
  expect(markdown(canvas)).toBe("## One\n\nTwo\n\n- Three\n\nFour\n\nSide");
});

it("keeps tables, and makes links absolute", () => {
  const html =
    '<table><tr><th>Mill</th><th>Plan</th></tr><tr><td>North</td><td><a href="/sites/Docs/a b.pdf">Plan</a></td></tr></table>';
  const text = markdown({ horizontalSections: [{ columns: [{ webparts: [part(html)] }] }] });
  expect(text).toContain("| Mill | Plan |");
  expect(text).toContain("https://contoso.sharepoint.com/sites/Docs/a%20b.pdf");
});

it("takes what other web parts show as far as Microsoft tells", () => {
  const standard = {
    "@odata.type": "#microsoft.graph.standardWebPart",
    webPartType: "c70391ea-0b10-4ee9-b2b4-006d3fcad0cd",
    data: {
      title: "Quick links",
      serverProcessedContent: {
        searchablePlainTexts: [{ key: "title", value: "Where to go" }],
        htmlStrings: [{ key: "text", value: "<p>Read <strong>this</strong></p>" }],
        links: [{ key: "baseUrl", value: "/sites/Docs" }],
        imageSources: [{ key: "image", value: "/a.png" }],
      },
    },
  };
  expect(markdown({ horizontalSections: [{ columns: [{ webparts: [standard] }] }] })).toBe(
    "Where to go\n\nRead **this**\n\n<https://contoso.sharepoint.com/sites/Docs>",
  );
});

it.each([[null], [{}], [{ horizontalSections: [{ columns: [{ webparts: [] }] }] }]])(
  "has no text for %j",
  (canvas) => {
    expect(pageMarkdown(canvas as never, url)).toBe("");
  },
);
