import { describe, expect, it } from "vitest";
import { factsOf, hasSameContent, versionOf, withoutPictures } from "./document.ts";
import { type DriveFile, driveFile } from "./drive-file.ts";

const file = (more: object = {}): DriveFile =>
  driveFile.parse({
    id: "1",
    name: "Plan.txt",
    mimeType: "text/plain",
    md5Checksum: "d41d8",
    size: "12",
    modifiedTime: "2026-11-01T08:00:00.000Z",
    ...more,
  });
const place = { folder: "Root/Work" };

describe("versionOf", () => {
  it.each<[string, object, string, boolean]>([
    ["bytes", { md5Checksum: "ffff0" }, "Root/Work", false],
    ["type", { mimeType: "text/csv" }, "Root/Work", false],
    ["name", { name: "Plan B.txt" }, "Root/Work", true],
    ["folder", {}, "Root/Play", true],
    ["permissions", { permissions: [{ type: "anyone", role: "reader" }] }, "Root/Work", true],
    ["leave to download", { capabilities: { canDownload: false } }, "Root/Work", true],
  ])("differs with a file's %s", (_what, more, folder, isSameContent) => {
    const before = versionOf(file(), place);
    const after = versionOf(file(more), { folder });
    expect(after).not.toBe(before);
    expect(hasSameContent(before, after)).toBe(isSameContent);
  });

  it("goes by the last edit of what has no checksum, and not by the order of permissions", () => {
    const doc = (modifiedTime: string, types: string[]) =>
      versionOf(
        file({
          md5Checksum: undefined,
          modifiedTime,
          permissions: types.map((type) => ({ type, role: "reader" })),
        }),
        place,
      );
    expect(doc("2026-11-01T08:00:00Z", ["user", "group"])).toBe(
      doc("2026-11-01T08:00:00Z", ["group", "user"]),
    );
    expect(hasSameContent(doc("2026-11-01T08:00:00Z", []), doc("2026-11-02T08:00:00Z", []))).toBe(false);
  });
});

it("keeps no permission of deleted accounts, and says whether what is open can be found", () => {
  const permissions = [
    { type: "user", role: "reader", emailAddress: "gone@example.com", deleted: true },
    { type: "domain", role: "reader", domain: "example.com", allowFileDiscovery: true },
    { type: "anyone", role: "reader" },
  ];
  expect(factsOf(file({ permissions }), place).metadata).toMatchObject({
    path: "Root/Work/Plan.txt",
    permissions: [
      { type: "anyone", role: "reader", discoverable: false },
      { type: "domain", role: "reader", domain: "example.com", discoverable: true },
    ],
  });
});

it("takes the pictures out of a document's Markdown, and nothing else", () => {
  const markdown = [
    "# Trip ![][image1]",
    "See ![The boat][image2] and [a link](https://example.com), ![inline](data:image/png;base64,AAAA).",
    "",
    "[image1]: <data:image/png;base64,iVBORw0KGgo=>",
    "",
    "[image2]: <data:image/jpeg;base64,AAAA>",
    "[note]: https://example.com",
  ].join("\n");
  expect(withoutPictures(markdown)).toBe(
    [
      "# Trip ",
      "See The boat and [a link](https://example.com), inline.",
      "",
      "",
      "[note]: https://example.com",
    ].join("\n"),
  );
});
