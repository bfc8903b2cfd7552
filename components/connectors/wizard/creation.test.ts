import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import type { ConnectorForm } from "../fields/connector-form.ts";
import { creationOf, creationPath, curlOf } from "./creation.ts";

const form: ConnectorForm = {
  id: "",
  name: " Ana's issues ",
  slots: {
    base_url: "https://a.example",
    jql_query: "summary ~ 'it''s'",
    config: { include_attachments: false },
  },
  method: "api_token",
  credentials: { email: "ana@example.com", api_token: "very secret", personal_access_token: "other secret" },
  schedule: {
    scheduler_type: "cron",
    cron: "7 6 * * 1-5",
    when: "2027-03-01T09:00",
    occurrence: "first",
    timezone: "America/Sao_Paulo",
    missed: "run_once",
  },
  collection_ids: [],
};

it("sends what counts, and nothing that is so anyway", () => {
  expect(creationOf("jira", form)).toEqual({
    query: { scheduler_type: "cron", scheduler_value: "7 6 * * 1-5", timezone: "America/Sao_Paulo" },
    body: {
      name: "Ana's issues",
      type: "jira",
      slots: { base_url: "https://a.example", jql_query: "summary ~ 'it''s'" },
      credentials: { email: "ana@example.com", api_token: "very secret" },
    },
  });
});

it.each<[Partial<ConnectorForm["schedule"]>, object]>([
  [{ scheduler_type: "imed", missed: "skip" }, { scheduler_type: "imed" }],
  [
    { scheduler_type: "when" },
    { scheduler_type: "when", scheduler_value: "2027-03-01T09:00", timezone: "America/Sao_Paulo" },
  ],
  [
    { missed: "skip" },
    { scheduler_type: "cron", scheduler_value: "7 6 * * 1-5", timezone: "America/Sao_Paulo", missed: "skip" },
  ],
])("asks of the schedule %j", (change, query) => {
  expect(creationOf("jira", { ...form, schedule: { ...form.schedule, ...change } }).query).toEqual(query);
});

it("names its id and its collections when there are some", () => {
  const { body } = creationOf("upload", { ...form, id: "files", method: "none", collection_ids: ["c1"] });
  expect(body).toMatchObject({ id: "files", collection_ids: ["c1"] });
  expect(body).not.toHaveProperty("credentials");
});

it("writes a command that a shell reads as it was meant, without a secret", () => {
  const command = curlOf("http://127.0.0.1:3000", "w1", "jira", form);
  expect(command).not.toContain("secret");
  const script = `curl() { printf '%s\\0' "$@"; }; ${command}`;
  const [, method, url, , authorization, , , , body] = execFileSync("sh", ["-c", script], {
    env: { ...process.env, TRIBUTARY_TOKEN: "trb_x" },
  })
    .toString()
    .split("\0");
  expect([method, authorization]).toEqual(["POST", "Authorization: Bearer trb_x"]);
  expect(url).toBe(`http://127.0.0.1:3000${creationPath("w1", creationOf("jira", form))}`);
  expect(JSON.parse(body ?? "")).toMatchObject({
    slots: { jql_query: "summary ~ 'it''s'" },
    credentials: { email: "ana@example.com", api_token: "…" },
  });
});
