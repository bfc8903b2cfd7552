import { type APIRequestContext, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { complaints, demo, newMember, signIn } from "./demo.ts";

// One session for all of them: signing in is other tests' matter.
let cookies: Awaited<ReturnType<BrowserContext["cookies"]>>;
let heard: string[];

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  await signIn(page);
  cookies = await page.context().cookies();
  await page.close();
});

test.beforeEach(async ({ page, context }) => {
  await context.addCookies(cookies);
  heard = complaints(page);
});

test.afterEach(({ page: _ }, { title }) => {
  if (!title.includes("(refused)")) expect(heard).toEqual([]);
});

const wizard = (type = "") => `/w/${demo().workspace_id}/connectors/new${type === "" ? "" : `?type=${type}`}`;

async function open(page: Page, type: string): Promise<void> {
  await page.goto(wizard(type));
  await expect(page.getByRole("heading", { level: 2, name: /What exactly/ })).toBeFocused();
}

const go = (page: Page) => page.getByRole("button", { name: "Continue" }).click();
const create = (page: Page) => page.getByRole("button", { name: "Create connector" });
const step = (page: Page, name: RegExp) =>
  expect(page.getByRole("heading", { level: 2, name })).toBeFocused();
const later = (page: Page) => page.getByRole("radio", { name: /Add credentials later/ }).check();

/** From the settings to the review; a check isn't waited for. */
async function toReview(page: Page): Promise<void> {
  await go(page);
  if (await page.getByRole("heading", { level: 2, name: "Does it work?" }).isVisible()) await go(page);
  await step(page, /When does it run/);
  await go(page);
  await step(page, /Is this right/);
}

async function connectorOf(page: Page, request: APIRequestContext, path = "") {
  await page.waitForURL(/\/connectors\/(?!new)[^/?]+$/);
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const { workspace_id, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await request.get(`/v1/workspaces/${workspace_id}/${path || "connectors"}/${id}`, {
    headers,
  });
  return answer.json();
}

const folder = "1dyUEebJaFnWa3Z4n0BFMVAXQ7mfUH11g";
const driveLink = `https://drive.google.com/drive/folders/${folder}?usp=sharing`;
const key = {
  type: "service_account",
  client_email: "reader@example.iam.gserviceaccount.com",
  client_id: "117",
};

const types: Record<string, { fill: (page: Page) => Promise<unknown>; made: object }> = {
  google_drive: {
    fill: async (page) => {
      await page.getByLabel("Folder or file").fill(driveLink);
      await expect(page.getByText("Recognised: 1dyUEe…H11g")).toBeVisible();
      await later(page);
    },
    made: { name: "Google Drive · 1dyUEe…H11g", slots: { root_file_id: folder }, has_credentials: false },
  },
  impersonated_google_drive: {
    fill: async (page) => {
      await page.getByLabel("Folder or file").fill("https://drive.google.com/drive/my-drive");
      await expect(page.getByText(/your own My Drive page/)).toBeVisible();
      await page.getByLabel("Acts for").fill("ana@example.com");
      const text = JSON.stringify({ ...key, private_key: "-----BEGIN PRIVATE KEY-----" });
      await page.getByLabel("Key file").fill(text);
      await expect(page.getByText(key.client_email)).toBeVisible();
      await expect(page.getByLabel("Client id")).toHaveValue(key.client_id);
      await expect(page.getByText("PRIVATE KEY")).toHaveCount(0);
    },
    made: { slots: { root_file_id: "root", target_account: "ana@example.com" }, has_credentials: true },
  },
  web_scraper: {
    fill: async (page) => {
      await page.getByLabel("Start page").fill("https://docs.example.com/guide/");
      await expect(page.getByText("Reads https://docs.example.com/guide/…")).toBeVisible();
    },
    made: {
      name: "Web site · docs.example.com/guide",
      slots: { url: "https://docs.example.com/guide/", extraction_type: "all" },
    },
  },
  upload: { fill: async () => {}, made: { name: "Upload", slots: {} } },
  confluence: {
    fill: async (page) => {
      await page.getByLabel("Address").fill("https://example.atlassian.net/wiki/");
      await page.getByRole("checkbox", { name: "Spaces" }).check();
      await page.getByRole("textbox", { name: "Spaces" }).fill("DOCS\n\nENG");
      await page.getByRole("switch", { name: /Attachments/ }).check({ force: true });
      await later(page);
    },
    made: {
      name: "Confluence · DOCS, ENG",
      slots: { spaces: ["DOCS", "ENG"], config: { include_attachments: true } },
    },
  },
  jira: {
    fill: async (page) => {
      await page.getByLabel("Address").fill("https://example.atlassian.net");
      await page.getByLabel("JQL query").fill("project = SUP");
      await page.getByLabel("Account", { exact: true }).fill("bot@example.com");
      await page.getByLabel("API token", { exact: true }).fill("token");
    },
    made: { name: "Jira · SUP", slots: { jql_query: "project = SUP" }, has_credentials: true },
  },
  sharepoint: {
    fill: async (page) => {
      await page.getByLabel("Addresses").fill("https://example.sharepoint.com/sites/Docs");
      await later(page);
    },
    made: { slots: { urls: ["https://example.sharepoint.com/sites/Docs"] } },
  },
  onedrive: {
    fill: async (page) => {
      await page
        .getByLabel("Addresses")
        .fill("https://example-my.sharepoint.com/personal/ana_example_com/Documents");
      await later(page);
    },
    made: { name: "OneDrive · Documents" },
  },
};

for (const [type, { fill, made }] of Object.entries(types)) {
  test(`${type} is made from what its form asks for`, async ({ page, request }) => {
    await open(page, type);
    await fill(page);
    await toReview(page);
    await create(page).click();
    expect(await connectorOf(page, request)).toMatchObject({ type, ...made });
  });
}

const required: Record<string, string[]> = {
  google_drive: ["Folder or file: Paste a folder", "Key file: This isn't the key file"],
  impersonated_google_drive: ["Folder or file: Paste", "Acts for: Enter the e-mail", "Key file: This isn't"],
  web_scraper: ["Start page: Enter the address of the page to start from."],
  confluence: [
    "Address: Enter the address of the site.",
    "Account: Enter",
    "API token: Enter the API token.",
  ],
  jira: ["Address: Enter the address", "JQL query: Enter a JQL query", "Account: Enter", "API token: Enter"],
  sharepoint: [
    "Addresses: Give at least one address.",
    "Directory (tenant) id",
    "Application",
    "Client secret",
  ],
  onedrive: ["Addresses: Give at least one address."],
};

for (const [type, problems] of Object.entries(required)) {
  test(`${type} says which fields are missing, and leads to them`, async ({ page }) => {
    await open(page, type);
    await go(page);
    const summary = page.getByRole("form").getByRole("alert");
    await expect(summary).toBeFocused();
    for (const words of problems) await expect(summary.getByRole("button", { name: words })).toBeVisible();
    await summary.getByRole("button").first().click();
    const field = page.getByLabel((problems[0] ?? "").split(":")[0] ?? "", { exact: true });
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute("aria-invalid", "true");
  });
}

test("a selector is asked for by the group that it belongs to", async ({ page }) => {
  await open(page, "confluence");
  await page.getByLabel("Address").fill("https://example.atlassian.net/wiki");
  await later(page);
  await go(page);
  await page.getByRole("button", { name: /Choose what to read/ }).click();
  await expect(page.getByRole("group", { name: "What to read" })).toBeFocused();
});

test("what the server refuses lands on its field, whatever the step (refused)", async ({ page, request }) => {
  const { workspace_id, token } = demo();
  const collections = `/v1/workspaces/${workspace_id}/collections`;
  const headers = { authorization: `Bearer ${token}` };
  const made = await request.post(collections, { headers, data: { name: "Short-lived" } });
  await open(page, "jira");
  await page.getByLabel("Address").fill("http://jira.example.com");
  await page.getByLabel("JQL query").fill("project = SUP");
  await later(page);
  await page.getByText("Choose its id").click();
  await page.getByLabel("Id", { exact: true }).fill("tributary-docs");
  await go(page);
  await go(page);
  await page.getByRole("checkbox", { name: "Short-lived" }).check();
  await go(page);
  await create(page).click();
  const summary = page.getByRole("form").getByRole("alert");
  await expect(summary).toBeFocused();
  await summary.getByRole("button", { name: /Address: The address must begin with https/ }).click();
  await expect(page.getByLabel("Address")).toBeFocused();
  await page.getByLabel("Address").fill("https://jira.example.com");
  const review = page.getByRole("button", { name: "Review" });
  await review.click();
  await create(page).click();
  await summary.getByRole("button", { name: /Id: Taken by another connector/ }).click();
  await expect(page.getByLabel("Id", { exact: true })).toBeFocused();
  await page.getByLabel("Id", { exact: true }).fill("e2e-refused");
  await request.delete(`${collections}/${(await made.json()).id}`, { headers });
  await review.click();
  await create(page).click();
  await summary.getByRole("button", { name: /Collections: .*There is no collection/ }).click();
  await expect(page.getByRole("group", { name: "Collections" })).toBeFocused();
  await page.getByRole("checkbox", { name: "Short-lived" }).uncheck();
  await review.click();
  await create(page).click();
  expect(await connectorOf(page, request)).toMatchObject({ id: "e2e-refused" });
});

const kinds: Record<string, { fill: (page: Page) => Promise<unknown>; made: object }> = {
  imed: { fill: async () => {}, made: { type: "imed", state: "waiting_for_collection" } },
  cron: {
    fill: async (page) => {
      await page.getByRole("radio", { name: /Repeatedly/ }).check();
      await page.getByText("Weekly", { exact: true }).click();
      await page.getByText("Fri", { exact: true }).click();
      await expect(page.getByLabel("Cron expression")).toHaveValue("7 6 * * 1,5");
      await page.getByLabel("Cron expression").fill("61 6 * * 1,5");
      await expect(page.getByText(/In the minute field “61”/)).toBeVisible();
      await page.getByLabel("Cron expression").fill("0 6 * * 1,5");
      await page.getByRole("button", { name: /Take minute 7/ }).click();
      const zone = page.getByRole("combobox", { name: "Time zone" });
      await zone.fill("são paulo");
      await zone.press("Enter");
      await expect(zone).toHaveValue("America/Sao_Paulo");
      await expect(page.getByRole("table", { name: "Next runs" }).getByRole("row")).toHaveCount(6);
      await page.getByRole("radio", { name: /Skip what was missed/ }).check();
    },
    made: { type: "cron", value: "7 6 * * 1,5", timezone: "America/Sao_Paulo", missed: "skip" },
  },
  when: {
    fill: async (page) => {
      await page.getByRole("radio", { name: "Once On a day and at a time" }).check();
      const zone = page.getByRole("combobox", { name: "Time zone" });
      await zone.fill("new york");
      await zone.press("Enter");
      const at = page.getByLabel("Date and time");
      await at.fill("2020-03-01T09:00");
      await expect(page.getByText(/years ago\. Choose a time ahead/)).toBeVisible();
      await at.fill("2027-03-14T02:30");
      await expect(page.getByText("On that day the clocks skip 02:30. It would run at 03:00.")).toBeVisible();
      await at.fill("2027-11-07T01:30");
      await page.getByRole("radio", { name: "The second UTC−05:00" }).check();
    },
    made: { type: "when", value: "2027-11-07T06:30:00.000Z", timezone: "America/New_York" },
  },
};

for (const [kind, { fill, made }] of Object.entries(kinds)) {
  test(`a connector runs as the schedule says: ${kind} (refused)`, async ({ page, request }) => {
    await open(page, "upload");
    await go(page);
    await fill(page);
    await go(page);
    await create(page).click();
    expect(await connectorOf(page, request, "schedules")).toMatchObject({ ...made });
  });
}

test("a site is checked in stages, and what it would read is shown", async ({ page }) => {
  await open(page, "web_scraper");
  await page.getByLabel("Start page").fill(`${demo().url}/docs/`);
  await go(page);
  await expect(page.getByText("Address reachable, passed")).toBeVisible();
  const items = page.getByRole("region", { name: "First items" });
  await expect(items.getByRole("row", { name: /Quick start.*read/ })).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Start page").fill(`${demo().url}/nothing-here/`);
  await go(page);
  await page.getByRole("button", { name: "Go to the field" }).click();
  await expect(page.getByLabel("Start page")).toBeFocused();
});

test("the keyboard is enough", async ({ page, request }) => {
  await page.goto(wizard());
  const press = (keys: string) => page.keyboard.press(keys);
  await expect(page.getByRole("searchbox", { name: "Search the sources" })).toBeFocused();
  await press("ArrowDown");
  await press("ArrowRight");
  await expect(page.getByRole("button", { name: /^Google Drive as a user/ })).toBeFocused();
  await page.getByRole("searchbox", { name: "Search the sources" }).focus();
  await page.keyboard.type("web site");
  await press("Enter");
  await step(page, /What exactly/);
  await press("Tab");
  await page.keyboard.type("https://keys.example.com/docs/");
  await press("Control+Enter");
  await step(page, /Does it work/);
  await press("Control+Enter");
  await step(page, /When does it run/);
  await press("Tab");
  await press("ArrowDown");
  await expect(page.getByLabel("Cron expression")).toHaveValue("7 6 * * *");
  await press("Control+Enter");
  await step(page, /Is this right/);
  await press("Control+Enter");
  expect(await connectorOf(page, request)).toMatchObject({
    slots: { url: "https://keys.example.com/docs/" },
  });
});

test("entries survive reloading and going back, secrets don't, and leaving asks", async ({ page }) => {
  await open(page, "jira");
  await page.getByLabel("Address").fill("https://example.atlassian.net");
  await page.getByLabel("JQL query").fill("project = SUP");
  await page.getByLabel("Account", { exact: true }).fill("bot@example.com");
  await page.getByLabel("API token", { exact: true }).fill("very-secret");
  await go(page);
  await step(page, /Does it work/);
  await page.goBack();
  await step(page, /What exactly/);
  await expect(page.getByLabel("API token", { exact: true })).toHaveValue("very-secret");
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("very-secret");
  await page.reload();
  await expect(page.getByLabel("JQL query")).toHaveValue("project = SUP");
  await expect(page.getByLabel("Account", { exact: true })).toHaveValue("bot@example.com");
  await expect(page.getByLabel("API token", { exact: true })).toHaveValue("");
  const nav = page.getByRole("link", { name: "Runs", exact: true });
  await nav.click();
  const dialog = page.getByRole("dialog", { name: "Leave without creating it?" });
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(page.getByLabel("JQL query")).toHaveValue("project = SUP");
  await nav.click();
  await dialog.getByRole("button", { name: "Leave, discard them" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
  await open(page, "jira");
  await expect(page.getByLabel("JQL query")).toHaveValue("");
});

test("a lost connection keeps the form, and two clicks make one (refused)", async ({
  page,
  context,
  request,
}) => {
  // As over plain HTTP, where a browser has neither.
  await page.addInitScript(() => {
    Object.defineProperty(crypto, "randomUUID", { value: undefined });
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await open(page, "upload");
  await page.getByLabel("Name", { exact: true }).fill("Made once");
  await go(page);
  await go(page);
  await context.setOffline(true);
  await create(page).click();
  await expect(page.getByRole("form").getByRole("alert")).toContainText("The server can't be reached.");
  await context.setOffline(false);
  await create(page).dblclick();
  await connectorOf(page, request);
  const { workspace_id, token } = demo();
  const answer = await request.get(`/v1/workspaces/${workspace_id}/connectors?q=Made+once`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect((await answer.json()).items).toHaveLength(1);
});

test("an answer that was lost makes no second one, not even after reloading (refused)", async ({
  page,
  request,
}) => {
  await open(page, "upload");
  await page.getByLabel("Name", { exact: true }).fill("Answered into the void");
  await go(page);
  await go(page);
  const creation = "**/v1/connector/create_connector/**";
  await page.route(creation, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await create(page).click();
  await expect(page.getByRole("form").getByRole("alert")).toContainText("The server can't be reached.");
  await page.unroute(creation);
  await page.reload();
  await create(page).click();
  await connectorOf(page, request);
  const { workspace_id, token } = demo();
  const answer = await request.get(`/v1/workspaces/${workspace_id}/connectors?q=Answered`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect((await answer.json()).items).toHaveLength(1);
});

test("files go along, each with its progress, and more can be added", async ({ page, request }) => {
  await open(page, "upload");
  const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(`${name} has words`) });
  const input = page.locator("input[type=file]");
  await expect(input).toBeEnabled();
  await input.setInputFiles([file("one.txt"), file("two.txt"), file("three.txt")]);
  await page.getByRole("button", { name: "Leave out two.txt" }).click();
  await go(page);
  await go(page);
  await create(page).click();
  const { id } = await connectorOf(page, request);
  await page.goto(`${page.url()}/settings`);
  await expect(input).toBeEnabled();
  await input.setInputFiles([file("four.txt")]);
  await expect(page.getByRole("list", { name: "Files on their way" })).toContainText("kept");
  const { workspace_id, token } = demo();
  const files = await request.get(`/v1/workspaces/${workspace_id}/connectors/${id}/files`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const names = (await files.json()).items.map(({ name }: { name: string }) => name);
  expect(names).toEqual(["four.txt", "one.txt", "three.txt"]);
});

test("a viewer sees no way to it", async ({ page, context, request }) => {
  await context.clearCookies();
  await signIn(page, await newMember(request, "viewer"));
  await page.goto(`/w/${demo().workspace_id}/connectors`);
  await expect(page.getByRole("link", { name: "New connector" })).toHaveCount(0);
  await page.goto(wizard("jira"));
  await expect(page.getByText("Adding connectors needs the role editor; yours is viewer.")).toBeVisible();
  await page.goto(`/w/${demo().workspace_id}/connectors/tributary-docs/settings`);
  await expect(page.getByText("This page and every page below it")).toBeVisible();
  await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
});
