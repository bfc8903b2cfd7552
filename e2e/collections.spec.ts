import { expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";

test("a collection tells its connectors and documents, and is searched", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.getByRole("link", { name: "Collections", exact: true }).click();
  const collections = page.getByRole("region", { name: "Collections" });
  await collections.getByRole("link").first().click();
  await expect(page.getByRole("main").getByRole("link", { name: "Tributary's documentation" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Documents" }).getByRole("row").nth(1)).toBeVisible();
  await page.getByLabel("Search this collection").fill("clocks change");
  await expect(page.getByText(/documents? match(es)? “clocks change”/)).toBeVisible();
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Schedules/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Schedules/ })).toBeVisible();
  expect(heard).toEqual([]);
});

test("a collection is made, filled, narrowed down, renamed and deleted in its pages", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto(`/w/${demo().workspace_id}/collections`);
  await page.getByText("New collection").click();
  await page.getByLabel("Name", { exact: true }).first().fill("Reading room");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Reading room" })).toBeVisible();
  await expect(page.getByText("It holds no documents yet.")).toBeVisible();

  await page.getByLabel("Choose a connector …").selectOption("Tributary's documentation");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("button", { name: "Take out Tributary's documentation" })).toBeVisible();
  await page.getByLabel("Kind").selectOption("Web page");
  await expect(page).toHaveURL(/mime=text%2Fhtml/);
  await page.getByLabel("Search this collection").fill("daylight");
  await expect(page.getByText(/documents? match(es)? “daylight”/)).toBeVisible();
  await expect(page.locator("mark").first()).toBeVisible();
  await page.getByLabel("Changed since").fill("2999-01-01");
  await expect(page.getByText("0 documents match “daylight”")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Search this collection")).toHaveValue("daylight");
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(page.getByRole("region", { name: "Documents" })).toBeVisible();

  await page.getByText("Rename or delete this collection").click();
  await page.getByLabel("Name", { exact: true }).fill("Library");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Library" })).toBeVisible();
  await page.getByText("Rename or delete this collection").click();
  await page.getByRole("button", { name: "Delete this collection" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Collections" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Library" })).toHaveCount(0);
  expect(heard).toEqual([]);
});

test("a page says why it is here, and one that isn't says why not", async ({ page }) => {
  const heard = complaints(page);
  const { workspace_id, collection_id, url } = demo();
  await signIn(page);
  await page.goto(`/w/${workspace_id}/collections/${collection_id}`);
  const ask = async (item: string) => {
    await page.getByLabel("Its link, key or file name").fill(item);
    await page.getByRole("button", { name: "Ask" }).click();
  };
  const answer = page.getByRole("status");
  await ask(`${url}/sign-in`);
  await expect(
    answer.getByText(/This connector reads what is below|No page that was read links/).first(),
  ).toBeVisible();
  await ask(`${url}/docs/schedules#part`);
  await expect(answer.getByText("It is among this connector's documents.").first()).toBeVisible();
  await answer.getByRole("link", { name: "The document" }).first().click();
  await expect(page.getByRole("heading", { level: 2, name: "Why it is here" })).toBeVisible();
  await expect(page.getByRole("list", { name: "History" }).getByText("Added")).toBeVisible();
  expect(heard).toEqual([]);
});
