import { expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";

test("the documentation can be read in a browser", async ({ page }) => {
  const heard = complaints(page);
  await page.goto("/docs");
  await expect(page.getByRole("heading", { level: 1, name: "Tributary" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Schedules" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();
  await page.getByRole("link", { name: "API reference" }).click();
  await expect(page.getByRole("heading", { name: "Create a connector and its schedule" })).toBeVisible();
  expect(heard).toEqual([]);
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

test("whoever signs in sees what was read, and finds it", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const runs = page.getByRole("region", { name: "Latest runs" });
  await expect(runs.getByRole("row", { name: /Tributary's documentation/ })).toContainText("succeeded");
  await page.getByRole("searchbox", { name: "Search the documents" }).fill("clocks change");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Documents that match/ })).toBeVisible();
  await expect(
    page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ hasText: "Schedules" })
      .first()
      .locator("mark")
      .first(),
  ).toBeVisible();
  expect(heard).toEqual([]);
});

test("a wrong password is refused without saying whether the account exists", async ({ page }) => {
  for (const email of [demo().email, "nobody@example.com"]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("E-mail address or password are wrong.")).toBeVisible();
  }
});

test("signing out closes the workspace", async ({ page }) => {
  await signIn(page);
  const workspace = page.url();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.goto(workspace);
  await expect(page).toHaveURL(/\/sign-in/);
});
