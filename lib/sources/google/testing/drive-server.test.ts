import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { mistakesIn, parameters } from "./discovery.ts";
import { googleDoc, myDrive } from "./drive-model.ts";
import { openReading } from "./open-reading.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

describe("the stand-in, held against Google's discovery document", () => {
  it("answers with properties and types that Drive has, and is asked with parameters that it knows", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.sharedDrive("Team");
      model.add({ name: "File", text: "Text", parent: root });
      model.add({ name: "Doc", mimeType: googleDoc, text: "# Doc", parent: root });
      model.shortcut(
        "Link",
        root,
        model.add({ name: "Mine", text: "Mine", parent: myDrive, resourceKey: "0-k" }),
      );
      return { root };
    });
    const { model, server, reader } = reading;
    const mistakes: string[] = [];
    const seen = new Set<string>();
    server.onAnswer = (schema, answer) => {
      seen.add(schema);
      mistakes.push(...mistakesIn(schema, answer));
    };
    server.calls = [];
    expect(await reader.run()).toMatchObject({ added: 3 });
    model.trash(model.add({ name: "Later", text: "Later", parent: reading.root }));
    await reader.run();
    await reader.check();
    expect(mistakes).toEqual([]);
    expect([...seen].sort()).toEqual(["About", "ChangeList", "Drive", "File", "FileList", "StartPageToken"]);
    const unknown = server.calls.flatMap(({ url }) => unknownParameters(url));
    expect(unknown).toEqual([]);
  });

  it("would be told of a wrong type or name", () => {
    const file = { id: "1", size: 12, colour: "red", owners: [{ me: "yes" }] };
    expect(mistakesIn("FileList", { files: [file] })).toEqual([
      "FileList.files[0].size isn't of type int64",
      "FileList.files[0].colour is unknown",
      "FileList.files[0].owners[0].me isn't of type boolean",
    ]);
  });
});

const common = ["fields", "alt"];

function unknownParameters(url: URL): string[] {
  const path = url.pathname.replace("/drive/v3", "").replace(/(?<=^\/(files|drives)\/)[^/]+/, "{id}");
  if (path === "/token") return [];
  const known = parameters[path];
  if (!known) return [`${path} isn't a method`];
  return [...url.searchParams.keys()]
    .filter((name) => ![...known, ...common].includes(name))
    .map((name) => `${path}: ${name}`);
}
