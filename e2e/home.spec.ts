import { type APIRequestContext, expect, test } from "@playwright/test";
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
  await page.getByRole("checkbox", { name: await collectionName(request) }).check();
  await doors(request).ended("e2e-lonely");
  await page.goto(`/w/${demo().workspace_id}`);
  await expect(page.getByRole("region", { name: "Latest runs" })).toContainText("Lonely site");
  await expect(page.getByText("waits for a collection")).toHaveCount(0);

  await page.goto(`/w/${demo().workspace_id}/connectors/e2e-lonely/activity`);
  await expect(page.getByRole("row", { name: /Added a connector to collections/ })).toContainText("Demo");
  expect(heard).toEqual([]);
});

async function collectionName(request: APIRequestContext): Promise<string> {
  const { workspace_id, collection_id, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await request.get(`/v1/workspaces/${workspace_id}/collections/${collection_id}`, {
    headers,
  });
  return (await answer.json()).name;
}
