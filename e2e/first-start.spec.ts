import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

type Demo = { workspace_id: string; token: string; collection_id: string; email: string; url: string };

function demo(): Demo {
  return JSON.parse(readFileSync(process.env.DEMO_FILE ?? "", "utf8")) as Demo;
}

test("the documentation can be read in a browser", async ({ page }) => {
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto("/docs");
  await expect(page.getByRole("heading", { level: 1, name: "Tributary" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Schedules" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();
  expect(errors).toEqual([]);
});

test("a posted connector's pages become documents", async ({ request }) => {
  const { workspace_id, token, collection_id, email, url } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const created = await request.post(`/v1/connector/create_connector/${workspace_id}?scheduler_type=imed`, {
    headers,
    data: {
      id: "e2e-docs",
      name: "Docs",
      type: "web_scraper",
      slots: { url: `${url}/docs`, extraction_type: "all", email },
      collection_ids: [collection_id],
    },
  });
  expect(created.status()).toBe(201);
  const runs = `/v1/workspaces/${workspace_id}/connectors/e2e-docs/runs`;
  await expect
    .poll(async () => (await (await request.get(runs, { headers })).json()).items[0], { timeout: 60_000 })
    .toMatchObject({ state: "succeeded", trigger: "association" });
  const [run] = (await (await request.get(runs, { headers })).json()).items;
  expect(run.counters.added).toBeGreaterThanOrEqual(6);
  expect(run.counters.discovered).toBe(run.counters.added + run.counters.skipped);
});
