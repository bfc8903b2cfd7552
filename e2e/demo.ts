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

/** Addresses of a workspace's pages, with its first connector, run, document and collection. */
export async function allPages(request: APIRequestContext): Promise<string[]> {
  const { workspace_id, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const ids = await Promise.all(
    ["connectors", "runs", "documents", "collections"].map(async (list) => {
      const answer = await request.get(`/v1/workspaces/${workspace_id}/${list}?limit=1`, { headers });
      return `/${list}/${(await answer.json()).items[0].id}`;
    }),
  );
  const lists = [
    "",
    "/search?q=schedule",
    "/search?q=",
    "/connectors",
    "/connectors?q=nothing-has-it",
    "/runs",
    "/review",
    "/collections",
  ];
  const ofConnector = ["documents", "runs"].map((page) => `${ids[0]}/${page}`);
  return [...lists, ...ids, ...ofConnector].map((path) => `/w/${workspace_id}${path}`);
}

/** What axe finds wrong with a page as it is, in the light and in the dark theme. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations) {
      faults.push(...nodes.map(({ html }) => `${colorScheme}: ${id}: ${html}`));
    }
  }
  return faults;
}
