import { expect, test } from "@playwright/test";
import { TOTP } from "otpauth";
import { complaints, demo, faultsInBothThemes, newMember, signIn } from "./demo.ts";

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

test("a second factor is turned on, asked for, and stood in for", async ({ page, context, request }) => {
  const heard = complaints(page);
  const me = await newMember(request, "viewer");
  await signIn(page, me);
  await page.goto("/account");
  const factor = page.getByRole("region", { name: "Second factor" });
  await factor.getByRole("button", { name: "Turn on" }).click();
  await factor.getByLabel("Current password").fill(me.password);
  await factor.getByRole("button", { name: "Continue" }).click();
  await expect(factor.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = await factor.getByLabel("Or type this secret").inputValue();
  const app = new TOTP({ secret });
  expect(await faultsInBothThemes(page)).toEqual([]);
  await factor.getByLabel("Code that the app shows").fill(app.generate());
  await factor.getByRole("button", { name: "Turn on" }).click();
  const codes = await factor.getByRole("list").getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  await factor.getByRole("button", { name: "I have kept them" }).click();
  await expect(factor).toContainText("10 recovery codes are left.");

  await context.clearCookies();
  const enter = async (code: string) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(me.email);
    await page.getByLabel("Password").fill(me.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByLabel("Password")).toBeHidden();
    await page.getByLabel("Code").fill(code);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  // The code of the step that turned it on opens nothing any more.
  await enter(app.generate());
  await expect(page.getByText(/This code isn't right, or was used already/)).toBeVisible();
  expect(await faultsInBothThemes(page)).toEqual([]);
  await page.getByLabel("Code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.goto("/account");
  await expect(factor).toContainText("9 recovery codes are left.");
  await factor.getByRole("button", { name: "Turn off" }).click();
  await factor.getByLabel("Current password").fill(me.password);
  await factor.getByRole("button", { name: "Continue" }).click();
  await expect(factor).toContainText("It is off.");
  expect(heard.filter((words) => !words.includes("401"))).toEqual([]);
});
