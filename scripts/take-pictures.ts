// The README's pictures, of the running product with a few schedules beside the demo's: `npm run pictures`.
import { join } from "node:path";
import { type Browser, chromium, request } from "@playwright/test";
import { demo, signIn } from "../e2e/demo.ts";
import startProduct from "../e2e/start-product.ts";
import config from "../playwright.config.ts";
import { findBrowser } from "./testing/find-browser.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");

const sites = [
  { id: "handbook", name: "Handbook", page: "docs/quick-start", cron: "0 6 * * 1-5" },
  { id: "release-notes", name: "Release notes", page: "docs/schedules", cron: "15 */4 * * *" },
  { id: "support-answers", name: "Support answers", page: "docs/errors", cron: "30 22 * * *" },
  { id: "operations", name: "Operations manual", page: "docs/running", cron: "7 3 * * 0" },
];

const executablePath = await findBrowser();
const stop = await startProduct();
try {
  await addSites();
  const browser = await chromium.launch({ ...config.use?.launchOptions, executablePath });
  await takePictures(browser);
  await browser.close();
} finally {
  await stop();
}

async function addSites(): Promise<void> {
  const { url, workspace_id, collection_id, email, token } = demo();
  const api = await request.newContext({
    baseURL: url,
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  for (const { id, name, page, cron } of sites) {
    const schedule = new URLSearchParams({ scheduler_type: "cron", scheduler_value: cron });
    await api.post(`/v1/connector/create_connector/${workspace_id}?${schedule}`, {
      data: {
        id,
        name,
        type: "web_scraper",
        slots: { url: `${url}/${page}`, extraction_type: "single", email },
        collection_ids: [collection_id],
      },
    });
    await api.post(`/v1/workspaces/${workspace_id}/connectors/${id}/runs`);
  }
}

async function takePictures(browser: Browser): Promise<void> {
  const page = await browser.newPage({ baseURL: demo().url, viewport: { width: 1280, height: 720 } });
  const home = `/w/${demo().workspace_id}`;
  const take = (name: string) => page.screenshot({ path: join(folder, `${name}.png`) });
  await signIn(page);
  await page.goto(home, { waitUntil: "networkidle" });
  await take("workspace");
  await page.goto(`${home}/connectors/new?type=confluence`, { waitUntil: "networkidle" });
  await take("wizard");
  await page.goto(`${home}/schedules`, { waitUntil: "networkidle" });
  await take("schedules");
  await page.goto(`${home}/runs`, { waitUntil: "networkidle" });
  await page
    .getByRole("row", { name: /Tributary's documentation/ })
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: /^Run of/ }).waitFor();
  await page.waitForLoadState("networkidle");
  await take("run");
}
