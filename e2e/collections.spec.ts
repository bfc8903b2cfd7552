import { expect, test } from "@playwright/test";
import { complaints, signIn } from "./demo.ts";

test("a collection tells its connectors and documents, and is searched", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.getByRole("link", { name: "Collections", exact: true }).click();
  const collections = page.getByRole("region", { name: "Collections" });
  await collections.getByRole("link").first().click();
  const connectors = page.getByRole("region", { name: "Connectors" });
  await expect(connectors.getByRole("row", { name: /Tributary's documentation/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Documents" }).getByRole("row").nth(1)).toBeVisible();
  await page.getByLabel("Search this collection").fill("clocks change");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/documents? match(es)? “clocks change”/)).toBeVisible();
  await page.getByRole("link", { name: /^Schedules/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Schedules/ })).toBeVisible();
  expect(heard).toEqual([]);
});
