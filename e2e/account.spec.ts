import { expect, test } from "@playwright/test";
import { complaints, demo, newMember, signIn } from "./demo.ts";

test("a changed password ends the other sessions", async ({ page, browser, request }) => {
  const heard = complaints(page);
  const me = await newMember(request, "viewer");
  await signIn(page, me);
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, me);
  await page.goto("/account");
  const sessions = page.getByRole("region", { name: "Where you are signed in" });
  await expect(sessions.getByRole("row", { name: /this session/ })).toHaveCount(1);
  await expect(sessions.getByRole("button", { name: "End" })).toHaveCount(1);
  await page.getByLabel("Current password").fill("not this one");
  await page.getByLabel("New password").fill("eight louder rivers part");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This isn't your current password.")).toBeVisible();
  await page.getByLabel("Current password").fill(me.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Changed. Your other sessions have ended.")).toBeVisible();
  await expect(sessions.getByRole("button", { name: "End" })).toHaveCount(0);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await signIn(elsewhere, { ...me, password: "eight louder rivers part" });
  await elsewhere.context().close();
  expect(heard.filter((words) => !words.includes("400"))).toEqual([]);
});

test("all other sessions end with one button", async ({ page, browser, request }) => {
  const me = await newMember(request, "viewer");
  await signIn(page, me);
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, me);
  await page.goto("/account");
  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End all others" }).click();
  await expect(page.getByRole("button", { name: "End all others" })).toHaveCount(0);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.context().close();
});

test("name, language and time zone are one's own, on every page", async ({ page, request }) => {
  const heard = complaints(page);
  await signIn(page, await newMember(request, "viewer"));
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("link", { name: "Your account" }).click();
  const name = page.getByRole("region", { name: "Your name" });
  await name.getByLabel("Your name").fill("Ada Renamed");
  await name.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Account of Ada Renamed" })).toBeVisible();
  const zone = page.getByRole("region", { name: "Time zone" });
  await zone.getByLabel("Time zone").selectOption("America/Sao_Paulo");
  await zone.getByRole("button", { name: "Save" }).click();
  await expect(zone.getByRole("status")).toHaveText("Saved");
  await page.getByRole("region", { name: "Language" }).getByText("Português").click();
  await expect(page.getByRole("heading", { level: 1, name: "Sua conta" })).toBeVisible();
  await page.goto(`/w/${demo().workspace_id}/settings/members`);
  await expect(page.locator("html")).toHaveAttribute("lang", "pt-BR");
  await expect(page.getByRole("row", { name: /Ada Renamed/ })).toContainText("BRT");
  expect(heard).toEqual([]);
});
