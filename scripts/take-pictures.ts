// The README's pictures, of the running product as its first start makes it: `npm run pictures`.
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { demo, signIn } from "../e2e/demo.ts";
import startProduct from "../e2e/start-product.ts";
import config from "../playwright.config.ts";
import { findBrowser } from "./testing/find-browser.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");

const executablePath = await findBrowser();
const stop = await startProduct();
try {
  const browser = await chromium.launch({ ...config.use?.launchOptions, executablePath });
  const page = await browser.newPage({ baseURL: demo().url, viewport: { width: 1280, height: 440 } });
  await signIn(page);
  await page.screenshot({ path: join(folder, "workspace.png") });
  await browser.close();
} finally {
  await stop();
}
