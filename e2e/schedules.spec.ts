import { type APIRequestContext, expect, type Locator, type Page, test } from "@playwright/test";
import { complaints, demo, faultsInBothThemes, newMember, signIn } from "./demo.ts";

const many = 52;

test.beforeAll(async ({ request }) => {
  const { collection_id } = demo();
  for (let n = 1; n <= many; n += 1) {
    const collection_ids = n === many ? [] : [collection_id];
    const name = n === many ? "Board lonely" : `Board ${String(n).padStart(2, "0")}`;
    const query = `scheduler_type=cron&scheduler_value=${encodeURIComponent("0 6 * * *")}&timezone=Asia/Tokyo`;
    const made = await request.post(`/v1/connector/create_connector/${demo().workspace_id}?${query}`, {
      headers: { authorization: `Bearer ${demo().token}` },
      data: { id: `board-${n}`, name, type: "upload", slots: {}, collection_ids },
    });
    expect(made.status()).toBe(201);
  }
});
test.afterAll(({ request }) => bulk(request, { action: "delete", filter: { q: "board" } }));

async function bulk(request: APIRequestContext, data: object) {
  const { workspace_id, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await request.post(`/v1/workspaces/${workspace_id}/schedules/bulk`, { headers, data });
  expect(answer.status()).toBe(200);
  return answer.json();
}

async function open(page: Page, query = ""): Promise<Locator> {
  await page.goto(`/w/${demo().workspace_id}/schedules${query}`);
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();
  return page.getByRole("region", { name: "Schedules" });
}

test("the list is found, ordered and paged by the address", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.getByRole("link", { name: "Schedules", exact: true }).click();
  const board = page.getByRole("region", { name: "Schedules" });
  await page.getByLabel("Name or id").fill("board");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=board/);
  await board.getByRole("link", { name: "Connector", exact: true }).click();
  await expect(page).toHaveURL(/sort=name&order=asc/);
  await expect(board.getByRole("columnheader", { name: "Connector" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(board.locator("tbody tr").first()).toContainText("Board 01");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(board.locator("tbody tr")).toHaveCount(many - 50);
  await expect(board.locator("tbody tr").last()).toContainText("Board lonely");
  await page.reload();
  await expect(board.locator("tbody tr")).toHaveCount(many - 50);
  await page.getByLabel("Type").selectOption("Jira");
  await expect(page.getByText("No schedule matches these filters.")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(/schedules\?sort=name&order=asc$/);
  expect(heard).toEqual([]);
});

test("counters, an hour of the week, zone and columns change what is shown", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const board = await open(page, "?q=board");
  await page.getByText("UTC", { exact: true }).click();
  await expect(page).toHaveURL(/zone=utc/);
  await expect(page.getByText("Times are in UTC.")).toBeVisible();
  await expect(board.locator("tbody tr").first()).toContainText("21:00");
  const week = page.getByRole("table", { name: /^Planned runs by day and hour/ });
  await week.getByRole("link", { name: /^Monday, 21:00/ }).click();
  await expect(page.getByRole("link", { name: /^Remove the filter: Planned Mon/ })).toBeVisible();
  await expect(board.locator("tbody tr")).toHaveCount(50);
  await week.getByRole("link", { name: /^Monday, 20:00/ }).click();
  await expect(page.getByText("No schedule matches these filters.")).toBeVisible();
  await page.getByRole("link", { name: /^Remove the filter/ }).click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByLabel("Late by").check();
  await expect(board.getByRole("columnheader", { name: "Late by" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: /^Paused or waiting/ }).click();
  await expect(page).toHaveURL(/state=paused_or_waiting/);
  await expect(page).toHaveURL(/columns=.*lateness/);
  expect(heard).toEqual([]);
});

test("many are paused with a reason that stays, and resumed", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const board = await open(page, "?q=board&sort=name");
  // From the keyboard: the first row, and the one below.
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const bar = page.getByRole("region", { name: "For what is selected" });
  await expect(bar).toContainText("2 selected");
  await bar.getByRole("button", { name: "Pause" }).click();
  const dialog = page.getByRole("dialog", { name: "Pause" });
  await expect(dialog.getByText("2 will change, 0 stay as they are, 0 refused.")).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Board 01/ })).toContainText("paused");
  expect(await faultsInBothThemes(page)).toEqual([]);
  await dialog.getByLabel("Why?").fill("The site is moving");
  await dialog.getByRole("button", { name: "Pause 2" }).click();
  await expect(dialog.getByText("2 of 2 done, 0 refused")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  const paused = board.getByRole("row", { name: /Board 01/ });
  await expect(paused).toContainText("paused");
  await expect(paused).toContainText("“The site is moving”");
  await expect(paused).toContainText("Demo");
  await paused.getByRole("button", { name: "Actions for Board 01" }).click();
  await page.getByRole("menuitem", { name: "Resume" }).click();
  await expect(paused).not.toContainText("paused");
  expect(heard).toEqual([]);
});

test("a pile is spread over calmer minutes, as proposed", async ({ page, request }) => {
  await signIn(page);
  await open(page, "?q=board&sort=name");
  await page.getByRole("checkbox", { name: "Select all rows" }).check();
  await page.getByRole("button", { name: "Spread" }).click();
  const dialog = page.getByRole("dialog", { name: "Spread over calmer minutes" });
  await expect(dialog.getByText(/at most 5\d in one minute/)).toBeVisible();
  await dialog.getByRole("button", { name: /^Move \d+/ }).click();
  await expect(dialog.getByText(/^(\d+) of \1 done, 0 refused$/)).toBeVisible();
  const { workspace_id, token } = demo();
  const answer = await request.get(`/v1/workspaces/${workspace_id}/schedules?q=board&limit=200`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const values: string[] = (await answer.json()).items.map((row: { value: string }) => row.value);
  expect(values.every((value) => /^\d+ 6 \* \* \*$/.test(value))).toBe(true);
  expect(new Set(values).size).toBeGreaterThan(45);
});

test("what is refused says why, and the others go on", async ({ page }) => {
  await signIn(page);
  await open(page, "?q=lonely");
  await page.getByRole("checkbox", { name: "Select Board lonely" }).check();
  await page.getByRole("button", { name: "Run now" }).click();
  const dialog = page.getByRole("dialog", { name: "Run now" });
  await expect(dialog.getByText("0 will change, 0 stay as they are, 1 refused.")).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Board lonely/ })).toContainText(/Refused: .*collection/);
  await expect(dialog.getByRole("button", { name: /^Run \d/ })).toHaveCount(0);
});

test("a run shows where it is, live, and nothing moves until asked", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const board = await open(page, "?q=board&sort=name");
  const row = board.getByRole("row", { name: /Board 05/ });
  await row.getByRole("button", { name: "Actions for Board 05" }).click();
  await page.getByRole("menuitem", { name: "Run now" }).click();
  await expect(row.getByRole("link", { name: /^succeeded/ })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole("button", { name: /^1 new run/ })).toBeVisible();
  await row.getByRole("button", { name: "More about Board 05" }).click();
  await expect(board.getByRole("heading", { name: "Next five" })).toBeVisible();
  await expect(board.locator("tr[data-aside] ol").first().getByRole("listitem")).toHaveCount(5);
  await page.getByRole("button", { name: /^1 new run/ }).click();
  await expect(page.getByRole("button", { name: /^1 new run/ })).toHaveCount(0);
  expect(heard).toEqual([]);
});

test("a viewer reads the dashboard and is offered nothing else", async ({ page, request }) => {
  const heard = complaints(page);
  const { workspace_id } = demo();
  await signIn(page, await newMember(request, "viewer"));
  const board = await open(page, "?q=board");
  await expect(board.locator("tbody tr").first()).toBeVisible();
  await expect(board.getByRole("checkbox")).toHaveCount(0);
  await expect(board.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
  await page.goto(`/w/${workspace_id}/connectors`);
  await expect(page.getByRole("link", { name: "New connector" })).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: /^Select/ })).toHaveCount(0);
  expect(heard).toEqual([]);
});
