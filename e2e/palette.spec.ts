import { expect, type Page, test } from "@playwright/test";
import { complaints, demo, newMember, signIn } from "./demo.ts";

const palette = "Go to or do";

test("the keyboard alone goes anywhere, runs and pauses", async ({ page, request }) => {
  const heard = complaints(page);
  const { workspace_id, token, collection_id, email, url } = demo();
  await request.post(
    `/v1/connector/create_connector/${workspace_id}?scheduler_type=cron&scheduler_value=9+4+*+*+*`,
    {
      headers: { authorization: `Bearer ${token}` },
      data: {
        id: "e2e-palette",
        name: "Palette's own",
        type: "web_scraper",
        slots: { url: `${url}/docs/errors`, extraction_type: "single", email },
        collection_ids: [collection_id],
      },
    },
  );
  await signIn(page);
  await untilHeard(page);
  const field = page.getByRole("combobox", { name: palette });
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type("collec");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Collections" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("pause");
  await expect(page.getByRole("option", { name: "Pause a connector", selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  const which = page.getByRole("combobox", { name: "Which connector?" });
  await which.pressSequentially("palette");
  await expect(page.getByRole("option", { name: /Palette's own/, selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "“Palette's own” is paused." })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("run a");
  await page.keyboard.press("Enter");
  await which.pressSequentially("palette");
  await expect(page.getByRole("option", { name: /Palette's own/, selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Run of Palette's own" })).toBeVisible();
  expect(heard).toEqual([]);
});

test("single keys go, move and search, until they are turned off", async ({ page }) => {
  await signIn(page);
  await untilHeard(page);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
  await page.keyboard.press("j");
  const focused = page.locator("main tbody a:focus");
  await expect(focused).toHaveCount(1);
  const name = await focused.innerText();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search the documents" })).toBeFocused();
  await page.keyboard.type("gr");
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
  await page.getByRole("main").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByLabel("Single keys do something").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
});

test("a viewer is offered nothing that would be refused", async ({ page, request }) => {
  await signIn(page, await newMember(request, "viewer"));
  await page.getByRole("button", { name: palette }).click();
  await expect(page.getByRole("option", { name: "Runs" })).toBeVisible();
  await expect(page.getByRole("option", { name: "Run a connector now" })).toHaveCount(0);
  await page.getByRole("combobox").fill("pause");
  await expect(page.getByRole("option")).toHaveText(["Search the documents for “pause”"]);
});

/** Until the page listens to the keyboard: then the button that opens the palette works too. */
async function untilHeard(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: palette })).toBeEnabled();
}
