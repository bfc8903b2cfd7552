import { expect, test } from "@playwright/test";
import { complaints, demo } from "./demo.ts";

test("a viewer reads everything and sees no button that would be refused", async ({ page, request }) => {
  const heard = complaints(page);
  const { workspace_id, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const invited = await request.post(`/v1/workspaces/${workspace_id}/invitations`, {
    headers,
    data: { email: "viewer@example.com", role: "viewer" },
  });
  await page.goto((await invited.json()).url);
  await page.getByLabel("Your name").fill("Vera Viewer");
  await page.getByLabel("Choose a password").fill("seven quiet rivers meet");
  await page.getByRole("button", { name: "Create account and join" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();

  await page.goto(`/w/${workspace_id}/connectors`);
  await page.locator("a[href$='/connectors/tributary-docs']").click();
  await expect(page.getByRole("heading", { level: 1, name: "Tributary's documentation" })).toBeVisible();
  // Asking why a link is here is reading.
  await expect(page.getByRole("main").getByRole("button")).toHaveText(["Ask"]);
  expect(heard).toEqual([]);

  const door = `/v1/workspaces/${workspace_id}/connectors/any/pause`;
  const refused = await page.evaluate(async (path) => (await fetch(path, { method: "POST" })).status, door);
  expect(refused).toBe(403);
});
