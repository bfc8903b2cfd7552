import { expect, test } from "@playwright/test";
import { complaints, demo, faultsInBothThemes, newMember, signIn } from "./demo.ts";

const settings = () => `/w/${demo().workspace_id}/settings`;

test("a token is shown once, works, and no more once it is revoked", async ({ page, request }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto(`${settings()}/tokens`);
  await page.getByRole("button", { name: "Create a token" }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await expect(page.getByText("Give the token a name.")).toBeVisible();
  await page.getByLabel("Name").fill("nightly import");
  await page.getByLabel("Role").selectOption("viewer");
  await page.getByLabel("Valid for").selectOption("30 days");
  await page.getByRole("button", { name: "Create a token" }).click();
  const token = await page.getByLabel("Token", { exact: true }).inputValue();
  const ask = async () => {
    const answer = await request.get("/v1/me", { headers: { authorization: `Bearer ${token}` } });
    return answer.ok() ? (await answer.json()).token.name : answer.status();
  };
  expect(await ask()).toBe("nightly import");
  await page.reload();
  await expect(page.getByLabel("Token", { exact: true })).toHaveCount(0);
  const row = page.getByRole("row", { name: /nightly import/ });
  await expect(row).toContainText(`trb_…${token.slice(-4)}`);
  expect(await page.content()).not.toContain(token);
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  expect(await ask()).toBe(401);
  expect(heard).toEqual([]);
});

test("somebody is invited, joins in another browser, gets another role, and leaves a trace of it", async ({
  page,
  browser,
}) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto(`${settings()}/members`);
  await page.getByLabel("E-mail address").fill("ines@example.com");
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Create invitation" }).click();
  const address = await page.getByLabel("Address of the invitation").inputValue();
  await expect(
    page.getByRole("region", { name: "Open invitations" }).getByRole("row", { name: /ines@example.com/ }),
  ).toBeVisible();

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(address);
  await theirs.getByLabel("Your name").fill("Inês Invited");
  await theirs.getByLabel("Choose a password").fill("seven quiet rivers meet");
  await theirs.getByRole("button", { name: "Create account and join" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await theirs.goto(settings());
  await expect(theirs.getByText("An admin of the workspace can change these.")).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Save" })).toHaveCount(0);

  await page.reload();
  await page.getByLabel("Role of Inês Invited").selectOption("admin");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole("button", { name: "Save" }).first()).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Delete this workspace" })).toHaveCount(0);

  const row = page.getByRole("row", { name: /Inês Invited/ });
  await row.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
  await theirs.reload();
  await expect(theirs.getByRole("heading", { level: 1, name: "This isn't here" })).toBeVisible();
  await theirs.context().close();

  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByLabel("What").selectOption("Changed a member's role");
  await expect(page).toHaveURL(/action=member.update/);
  const entry = page.getByRole("row", { name: /Changed a member's role/ }).first();
  await expect(entry).toContainText("ines@example.com");
  await expect(entry.getByRole("definition").filter({ hasText: "admin" })).toContainText("viewer");
  expect(heard).toEqual([]);
});

test("the last owner stays, and the workspace's settings are changed one by one", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto(`${settings()}/members`);
  const owner = page.getByRole("row", { name: /\(you\)/ });
  await expect(owner).toContainText("The last owner.");
  await expect(owner.getByRole("button")).toHaveCount(0);
  await page.getByRole("link", { name: "General" }).click();
  const days = page.getByRole("region", { name: "Removed documents" });
  await days.getByLabel("Days to keep them").fill("0");
  await days.getByRole("button", { name: "Save" }).click();
  await expect(days.getByText("Give a whole number of days from 1 to 3650.")).toBeVisible();
  await days.getByLabel("Days to keep them").fill("45");
  await days.getByRole("button", { name: "Save" }).click();
  await expect(days.getByRole("status")).toHaveText("Saved");
  await page.reload();
  await expect(days.getByLabel("Days to keep them")).toHaveValue("45");
  await page.getByRole("button", { name: "Delete this workspace" }).click();
  await expect(
    page.getByRole("dialog").getByRole("button", { name: "Delete this workspace" }),
  ).toBeDisabled();
  expect(heard).toEqual([]);
});

test("a viewer sees no audit log, and a workspace of their own is theirs to delete", async ({
  page,
  request,
}) => {
  await signIn(page, await newMember(request, "viewer"));
  await page.goto(settings());
  await expect(page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await page.goto(`${settings()}/audit-log`);
  await expect(page.getByRole("heading", { level: 1, name: "This isn't here" })).toBeVisible();
  await page.getByRole("button", { name: /^Workspace Demo/ }).click();
  await page.getByRole("link", { name: "New workspace" }).click();
  await page.getByLabel("Name").fill("Mine alone");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("button", { name: /^Workspace Mine alone/ })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Delete this workspace" }).click();
  await page.getByLabel("Type “Mine alone” to confirm").fill("Mine alone");
  await page.getByRole("dialog").getByRole("button", { name: "Delete this workspace" }).click();
  await expect(page.getByRole("button", { name: /^Workspace Demo/ })).toBeVisible();
});

test("alerts: a webhook is added, tested and deleted", async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto(`/w/${demo().workspace_id}/settings/alerts`);
  await expect(page.getByText("Nobody is told when a connector is in trouble.")).toBeVisible();
  await page.getByLabel("By").selectOption("webhook");
  await page.getByLabel("Address").fill("http://127.0.0.1/hook");
  await page.getByRole("button", { name: "Add a destination" }).click();
  await expect(page.getByText(/127\.0\.0\.1 may not be read/)).toBeVisible();
  await page.getByLabel("Address").fill("https://hooks.example.invalid/tributary");
  await page.getByRole("checkbox", { name: "is late, or stuck" }).uncheck();
  await page.getByRole("button", { name: "Add a destination" }).click();
  await expect(page.getByLabel("Signing secret")).toHaveValue(/^whsec_/);
  const row = page.getByRole("region", { name: "Destinations" }).getByRole("row", { name: /hooks\.example/ });
  await expect(row).toContainText("has deletions that wait");
  await expect(row).not.toContainText("is late");
  await row.getByRole("button", { name: "Send a test" }).click();
  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages.getByRole("row", { name: /A test/ })).toContainText("hooks.example.invalid");
  // The worker tries it within seconds; there is no such host.
  await expect(async () => {
    await page.reload();
    await expect(messages).toContainText("1 attempt", { timeout: 500 });
  }).toPass();
  expect(await faultsInBothThemes(page)).toEqual([]);
  await row.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Nobody is told when a connector is in trouble.")).toBeVisible();
  expect(heard.filter((words) => !words.includes("400"))).toEqual([]);
});
