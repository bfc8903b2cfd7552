import { expect, test } from "@playwright/test";
import { complaints } from "./demo.ts";
import { type Product, start } from "./start-product.ts";

// A product that isn't for this machine alone makes no demo: its first visitor sets it up.
const url = "http://127.0.0.1:4329";
let product: Product;

test.beforeAll(async () => {
  product = await start({ PORT: "4329", HOST: "0.0.0.0", PUBLIC_URL: url });
});
test.afterAll(() => product.stop());

test("the first visitor becomes owner with the printed code, once", async ({ page }) => {
  const heard = complaints(page);
  const [address = ""] = /\S+\/sign-up\?code=\S+/.exec(product.printed) ?? [];
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1, name: "Set up Tributary" })).toBeVisible();
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByLabel("Set-up code")).toBeFocused();
  await expect(page.getByText("Paste the set-up code from the log.")).toBeVisible();

  await page.getByLabel("Set-up code").fill("not-the-code");
  await page.getByLabel("Your name").fill("Olga Owner");
  await page.getByLabel("E-mail address").fill("olga@example.com");
  await page.getByLabel("Password").fill("seven quiet rivers meet");
  await page.getByLabel("Workspace").fill("Rivers");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByLabel("Set-up code")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Set-up code").fill(new URL(address).searchParams.get("code") ?? "");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Workspace Rivers/ })).toBeVisible();
  await page.goto(address);
  await expect(page.getByText("Tributary is set up already.")).toBeVisible();
  expect(heard.filter((words) => !words.includes("400"))).toEqual([]);
});
