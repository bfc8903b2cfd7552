import { type APIRequestContext, expect, test } from "@playwright/test";
import { complaints, demo, signIn } from "./demo.ts";

const door = (path: string) => `/v1/workspaces/${demo().workspace_id}/${path}`;
const headers = () => ({ authorization: `Bearer ${demo().token}` });
const pageOf = (path: string) => `/w/${demo().workspace_id}/connectors/${path}`;

async function make(request: APIRequestContext, id: string): Promise<void> {
  const { workspace_id, url, email } = demo();
  const path = `/v1/connector/create_connector/${workspace_id}?scheduler_type=cron&scheduler_value=7+3+*+*+*`;
  const slots = { url: `${url}/docs/`, extraction_type: "all", email, own: "kept" };
  const data = { id, name: id, type: "web_scraper", slots, credentials: { username: "u", password: "p" } };
  expect((await request.post(path, { headers: headers(), data })).status()).toBe(201);
}

test("an edit shows what it would change, is saved, and nobody's is lost", async ({ page, request }) => {
  await make(request, "e2e-edited");
  await signIn(page);
  await page.goto(pageOf("e2e-edited/settings"));
  await expect(page.getByText("They are never shown again.")).toBeVisible();
  const form = page.getByRole("form", { name: "Settings of this connector" });
  const save = form.getByRole("button", { name: "Save changes" });
  await expect(save).toBeDisabled();
  await form.getByRole("radio", { name: "Only this page" }).check();
  await form.getByRole("button", { name: "See what changes" }).click();
  await expect(form.getByText(/0 new documents, \d+ no longer read, 1 as before/)).toBeVisible({
    timeout: 25_000,
  });
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("Edited here");
  const elsewhere = { headers: headers(), data: { name: "Edited elsewhere" } };
  await request.patch(door("connectors/e2e-edited"), elsewhere);
  await save.click();
  await expect(form.getByText("Somebody changed this connector meanwhile.")).toBeVisible();
  await form.getByRole("button", { name: "Save mine over it" }).click();
  await expect(form.getByText("Saved.", { exact: true }).last()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Edited here" })).toBeVisible();
  const now = await (await request.get(door("connectors/e2e-edited"), { headers: headers() })).json();
  expect(now).toMatchObject({
    name: "Edited here",
    slots: { extraction_type: "single", own: "kept" },
    has_credentials: true,
  });
  await form.getByLabel("Start page").fill("https://elsewhere.example.com/");
  await save.click();
  await form.getByRole("button", { name: /give them again to use them for/ }).click();
  await expect(page.locator("#field-credentials")).toBeFocused();
  await form.getByRole("button", { name: "Discard" }).click();
  await expect(save).toBeDisabled();
});

test("a connector goes into collections, gets another schedule, and is deleted with what it holds", async ({
  page,
  request,
}) => {
  const heard = complaints(page);
  await make(request, "e2e-moved");
  await signIn(page);
  await page.goto(pageOf("e2e-moved/settings"));
  await page.getByRole("checkbox", { name: "Tributary's documentation" }).check();
  await expect
    .poll(
      async () =>
        (await (await request.get(door("connectors/e2e-moved"), { headers: headers() })).json())
          .collection_ids,
    )
    .toEqual([demo().collection_id]);
  await page.goto(pageOf("e2e-moved/schedule"));
  await expect(page.getByLabel("Cron expression")).toHaveValue("7 3 * * *");
  await page.getByText("Hourly", { exact: true }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await expect
    .poll(
      async () =>
        (await (await request.get(door("schedules/e2e-moved"), { headers: headers() })).json()).value,
    )
    .toBe("7 * * * *");
  await page.goto(pageOf("e2e-moved/settings"));
  await page.getByRole("button", { name: "Delete this connector" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete e2e-moved?" });
  await expect(dialog).toContainText("It can't be undone.");
  await dialog.getByRole("button", { name: "Delete this connector" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
  expect((await request.get(door("connectors/e2e-moved"), { headers: headers() })).status()).toBe(404);
  expect(heard).toEqual([]);
});
