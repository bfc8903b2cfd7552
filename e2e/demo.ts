import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page } from "@playwright/test";

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
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** What the browser complained about while a page was used: to be empty. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => message.type() === "error" && heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(error.message));
  return heard;
}

/** Somebody who joins the demo's workspace, by invitation as everybody does. */
export async function newMember(
  request: APIRequestContext,
  role: "viewer" | "editor" | "admin",
): Promise<Pick<Demo, "email" | "password">> {
  const { workspace_id, token } = demo();
  const name = `${role} ${randomUUID().slice(0, 8)}`;
  const email = `${name.replace(" ", "-")}@example.com`;
  const password = "seven quiet rivers meet";
  const invited = await request.post(`/v1/workspaces/${workspace_id}/invitations`, {
    headers: { authorization: `Bearer ${token}` },
    data: { email, role },
  });
  const code = (await invited.json()).url.split("/").at(-1);
  const joined = await request.post("/v1/invitations/accept", { data: { code, name, password } });
  expect(joined.ok()).toBe(true);
  return { email, password };
}

/** The API reference says the same of each of its doors: the first ones stand for all. */
const repeated = "main section section:nth-of-type(n + 3)";

/** What axe finds wrong with a page as it is. In the dark theme only the contrasts are others. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const [colorScheme, axe] of [
    ["light", new AxeBuilder({ page })],
    ["dark", new AxeBuilder({ page }).withRules("color-contrast")],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    // Without frames of strangers there is nothing to gather on a page of its own.
    const { violations } = await axe.exclude(repeated).setLegacyMode().analyze();
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map(({ html }) => `${colorScheme}: ${id}: ${html}`));
    }
  }
  return faults;
}
