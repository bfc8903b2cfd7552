import { expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";
import { doors, serveSite } from "./site.ts";

test("home tells what wants attention, leads to the next step, and forgets what is settled", async ({
  page,
  request,
}) => {
  const heard = complaints(page);
  await using site = await serveSite("lonely", 2);
  await doors(request).connect("e2e-lonely", "Lonely site", site.url, false);
  await signIn(page);
  const wants = page.getByRole("listitem").filter({ hasText: "Lonely site" });
  await expect(wants).toContainText("waits for a collection");
  await expect(page.getByRole("link", { name: /^Home.*wants? attention/ })).toBeVisible();
  await wants.getByRole("link", { name: "Add to a collection" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lonely site" })).toBeVisible();
  await page.getByLabel("Choose a collection …").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Take out/ })).toBeVisible();
  await doors(request).ended("e2e-lonely");
  await page.goto(`/w/${demo().workspace_id}`);
  await expect(page.getByRole("region", { name: "Latest runs" })).toContainText("Lonely site");
  await expect(page.getByText("waits for a collection")).toHaveCount(0);

  await page.goto(`/w/${demo().workspace_id}/connectors/e2e-lonely/activity`);
  await expect(page.getByRole("row", { name: /Added a connector to collections/ })).toContainText("Demo");
  expect(heard).toEqual([]);
});
