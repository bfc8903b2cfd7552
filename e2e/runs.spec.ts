import { expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";
import { doors, serveSite } from "./site.ts";

test("a run is watched while it goes on, and cancelled", async ({ page, request }) => {
  const heard = complaints(page);
  await using site = await serveSite("slow", 12);
  site.holds = true;
  await doors(request).connect("e2e-slow", "Slow site", site.url);
  await signIn(page);
  await page.goto(`/w/${demo().workspace_id}/connectors/e2e-slow/runs`);
  await page.getByRole("link", { name: "Slow site" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Run of Slow site" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Progress" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/cancelled by Demo/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("button", { name: "Cancel" })).toHaveCount(0);
  expect(heard).toEqual([]);
});

test("failed items are filtered, retried one by one and together, and compared with the run before", async ({
  page,
  request,
}) => {
  const heard = complaints(page);
  await using site = await serveSite("chapters", 6);
  site.broken = new Set([0, 1, 2]);
  const product = doors(request);
  await product.connect("e2e-chapters", "Chapters", site.url);
  const first = await product.ended("e2e-chapters");
  await signIn(page);
  await page.goto(`/w/${demo().workspace_id}/runs/${first.id}`);
  await expect(page.getByText("finished, 3 items failed")).toBeVisible();
  await page
    .getByRole("list", { name: "Outcomes" })
    .getByRole("link", { name: /3 Failed/ })
    .click();
  await expect(page).toHaveURL(/outcome=failed/);
  const items = page.getByRole("region", { name: "Items" });
  await expect(items.getByRole("row")).toHaveCount(4);

  site.broken.delete(0);
  await items
    .getByRole("row", { name: /chapters\/0/ })
    .getByRole("button", { name: "Retry" })
    .click();
  await expect(page.getByText("failed items again, Demo")).toBeVisible();
  await expect(page.getByText("1 item doesn't fail any more")).toBeVisible({ timeout: 20_000 });

  site.broken.clear();
  await page.goto(`/w/${demo().workspace_id}/runs/${first.id}?outcome=failed`);
  for (const chapter of ["1", "2"]) await items.getByLabel(`chapters/${chapter}`).check();
  await expect(page.getByText("2 items selected")).toBeVisible();
  await page.getByRole("button", { name: "Retry the selected" }).click();
  await expect(page.getByText("2 items don't fail any more")).toBeVisible({ timeout: 20_000 });

  site.broken = new Set([5]);
  const next = await product.run("e2e-chapters");
  await page.goto(`/w/${demo().workspace_id}/runs/${next.id}`);
  await expect(page.getByText("1 item fails that didn't before")).toBeVisible();
  await expect(page.getByText("3 items don't fail any more")).toBeVisible();
  expect(heard).toEqual([]);
});
