import { expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";
import { doors, serveSite } from "./site.ts";

test("held deletions are kept or approved, and removed documents restored", async ({ page, request }) => {
  const heard = complaints(page);
  const product = doors(request);
  const review = `/w/${demo().workspace_id}/review`;
  await using site = await serveSite("shrinking", 40);
  await product.connect("e2e-shrinking", "Shrinking site", site.url);
  await product.ended("e2e-shrinking");
  site.pages = 5;
  await product.run("e2e-shrinking");
  await signIn(page);
  await page
    .getByRole("listitem")
    .filter({ hasText: "35 documents would be deleted" })
    .getByRole("link", { name: "Review and decide" })
    .click();
  const held = page.getByRole("article", { name: "Shrinking site" });
  await expect(held).toContainText("35 of 41 documents would be deleted at once.");
  await expect(held.getByRole("link", { name: /Chapter|shrinking\/\d+/ }).first()).toBeVisible();
  await held.getByRole("button", { name: "Keep them" }).click();
  await expect(page.getByText("Nothing waits for a decision.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Decided before" })).toContainText("kept, Demo");

  site.pages = 40;
  await product.run("e2e-shrinking");
  site.pages = 5;
  await product.run("e2e-shrinking");
  await page.goto(review);
  await held.getByRole("button", { name: "Delete them" }).click();
  const removed = page.getByRole("region", { name: "Removed documents" });
  await expect(removed.getByRole("row")).toHaveCount(26);
  const restore = removed.getByRole("button", { name: /^Restore/ }).first();
  const one = removed.getByRole("button", { name: (await restore.textContent()) ?? "", exact: true });
  await restore.click();
  await expect(one).toHaveCount(0);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(removed.getByRole("row")).toHaveCount(10);
  expect(heard).toEqual([]);
});
