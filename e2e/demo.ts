import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";

export type Demo = {
  url: string;
  workspace_id: string;
  collection_id: string;
  email: string;
  password: string;
  token: string;
};

/** What the first start made and wrote down. */
export function demo(): Demo {
  return JSON.parse(readFileSync(process.env.DEMO_FILE ?? "", "utf8")) as Demo;
}

/** Signs in as a person does, on the page. */
export async function signIn(page: Page, { email, password }: Pick<Demo, "email" | "password"> = demo()) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Connectors" })).toBeVisible();
}

/** What the browser complained about while a page was used: to be empty. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => message.type() === "error" && heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(error.message));
  return heard;
}
