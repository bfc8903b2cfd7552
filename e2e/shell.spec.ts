import { expect, test } from "@playwright/test";
import { complaints, demo, faultsInBothThemes, signIn } from "./demo.ts";
import { everyPage } from "./pages.ts";

for (const kind of ["open", "inside"] as const) {
  test(`every page is accessible in both themes, fits 320 px and stays silent: ${kind}`, async ({
    page,
    request,
  }) => {
    test.setTimeout(180_000);
    const heard = complaints(page);
    if (kind === "inside") await signIn(page);
    for (const path of (await everyPage(request))[kind]) {
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page).toHaveTitle(/.+ · Tributary$/);
        expect(await faultsInBothThemes(page), path).toEqual([]);
        await page.setViewportSize({ width: 320, height: 640 });
        const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
        expect(await page.evaluate(overflow), `${path} scrolls sideways`).toBe(0);
        await page.setViewportSize({ width: 1280, height: 720 });
      });
    }
    expect(heard).toEqual([]);
  });
}

test("the keyboard reaches the content first", async ({ page }) => {
  await signIn(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("a chosen theme holds at once and after reloading", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByText("Dark", { exact: true }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await background()).toBe(dark);
});

test("a chosen language holds, also on the sign-in page", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByText("Português", { exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Início" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "pt-BR");
  await page.goto(`/w/${demo().workspace_id}/connectors`);
  await expect(page.getByRole("heading", { level: 1, name: "Conectores" })).toBeVisible();
  await page.getByRole("button", { name: /^Conta de/ }).click();
  await page.getByText("English", { exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
});

test("a browser that asks for Portuguese signs in in Portuguese", async ({ browser }) => {
  const page = await browser.newPage({ locale: "pt-BR" });
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1, name: "Entrar" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "pt-BR");
  await page.close();
});

test("whoever has to sign in first comes to the page that they asked for", async ({ page }) => {
  const path = `/w/${demo().workspace_id}/runs?state=failed`;
  await page.goto(path);
  await page.getByLabel("E-mail").fill(demo().email);
  await page.getByLabel("Password").fill(demo().password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path);
});

test("an address that is none of ours says so, in the reader's language", async ({ browser }) => {
  const page = await browser.newPage({ locale: "pt-BR" });
  const answer = await page.goto("/nowhere");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Isto não está aqui" })).toBeVisible();
  await page.close();
});
