import { expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";

test("connectors are found by name and by filters, which stay in the address", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.getByRole("link", { name: "Connectors", exact: true }).click();
  const table = page.getByRole("region", { name: "Connectors" });
  await expect(table.getByRole("row", { name: /Tributary's documentation/ })).toBeVisible();
  await page.getByLabel("Type").selectOption("Jira");
  await expect(page.getByText("No connector matches these filters.")).toBeVisible();
  await expect(page).toHaveURL(/connector_type=jira/);
  await page.reload();
  await expect(page.getByLabel("Type")).toHaveValue("jira");
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page.getByLabel("Type")).toHaveValue("");
  await page.getByLabel("Name or id").fill("documentation");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=documentation/);
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByLabel("Order").selectOption("Name");
  await expect(page).toHaveURL(/sort=name/);
  await expect(table.getByRole("columnheader", { name: "Connector" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  expect(heard).toEqual([]);
});

test("a connector is paused, resumed and run; its run adds up", async ({ page, request }) => {
  const heard = complaints(page);
  const { workspace_id, collection_id, email, url, token } = demo();
  const made = await request.post(
    `/v1/connector/create_connector/${workspace_id}?scheduler_type=cron&scheduler_value=7+3+*+*+*`,
    {
      headers: { authorization: `Bearer ${token}` },
      data: {
        id: "e2e-nightly",
        name: "Nightly",
        type: "web_scraper",
        slots: { url: `${url}/docs/schedules`, extraction_type: "single", email },
        collection_ids: [collection_id],
      },
    },
  );
  expect(made.status()).toBe(201);
  await signIn(page);
  await page.goto(`/w/${workspace_id}/connectors/e2e-nightly`);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Run of Nightly" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "succeeded" })).toBeVisible({ timeout: 30_000 });
  const parts = page.getByRole("list", { name: "Outcomes" }).getByRole("listitem");
  const [discovered, ...outcomes] = (await parts.allInnerTexts()).map((part) =>
    Number(/\d+/.exec(part)?.[0]),
  );
  expect(discovered).toBeGreaterThan(0);
  expect(outcomes.reduce((sum, count) => sum + count, 0)).toBe(discovered);
  expect(heard).toEqual([]);
});

test("a connector's documents open with their text", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto(`/w/${demo().workspace_id}/connectors`);
  await page.locator("a[href$='/connectors/tributary-docs']").click();
  await page
    .getByRole("navigation", { name: "This connector" })
    .getByRole("link", { name: "Documents" })
    .click();
  const documents = page.getByRole("region", { name: "Documents" });
  await documents
    .getByRole("link", { name: /^Schedules/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Schedules/ })).toBeVisible();
  await expect(page.getByRole("article")).toContainText("cron");
  await expect(page.getByRole("link", { name: "Open at its source" })).toHaveAttribute(
    "href",
    /\/docs\/schedules/,
  );
  expect(heard).toEqual([]);
});

test("what isn't there says so, also under odd addresses", async ({ page }) => {
  await signIn(page);
  const home = `/w/${demo().workspace_id}`;
  for (const path of [
    "/connectors/nobody",
    "/runs/nothing",
    "/documents/%00",
    "/runs?state=odd",
    "/connectors?cursor=x",
  ]) {
    await page.goto(`${home}${path}`);
    await expect(page.getByRole("heading", { level: 1, name: "This isn't here" }), path).toBeVisible();
  }
});
