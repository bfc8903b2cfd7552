// What a first visit to each page brings over the wire, measured in a browser with an empty cache: `npm run bench:pages`.
import { chromium, type Page, request } from "@playwright/test";
import { demo, signIn } from "../e2e/demo.ts";
import { everyPage } from "../e2e/pages.ts";
import startProduct from "../e2e/start-product.ts";
import config from "../playwright.config.ts";
import { findBrowser } from "../scripts/testing/find-browser.ts";
import { report, round } from "./shared/report.ts";

const aimKb = 200;

type Visit = { path: string; script: number; document: number; all: number; requests: number };

const executablePath = await findBrowser();
const stop = await startProduct();
try {
  const browser = await chromium.launch({ ...config.use?.launchOptions, executablePath });
  const baseURL = demo().url;
  const inside = await browser.newContext({ baseURL });
  await signIn(await inside.newPage());
  const session = await inside.storageState();
  const pages = await everyPage(await request.newContext({ baseURL }));
  const visits: Visit[] = [];
  for (const [storageState, paths] of [
    [undefined, pages.open],
    [session, pages.inside],
  ] as const) {
    for (const path of paths) {
      const context = await browser.newContext({ baseURL, storageState });
      visits.push(await visit(await context.newPage(), path));
      await context.close();
    }
  }
  await browser.close();
  tell(visits.toSorted((a, b) => b.script - a.script));
} finally {
  await stop();
}

/** Loads a page and counts what came, as it was compressed, until nothing more is asked for. */
async function visit(page: Page, path: string): Promise<Visit> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const types = new Map<string, string>();
  const came: Visit = { path: nameOf(path), script: 0, document: 0, all: 0, requests: 0 };
  devtools.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    came.requests += 1;
    came.all += encodedDataLength;
    if (types.get(requestId) === "Script") came.script += encodedDataLength;
    if (types.get(requestId) === "Document") came.document += encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  return came;
}

/** An address without the ids that are others at each start. */
function nameOf(path: string): string {
  return path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…").replace(/invite\/.*/, "invite/…");
}

function tell(visits: Visit[]): void {
  const kb = (bytes: number) => round(bytes / 1000, 1);
  report(
    ["page", "script kB", "document kB", "all kB", "requests"],
    visits.map((it) => [it.path, kb(it.script), kb(it.document), kb(it.all), it.requests]),
    { aimKb, isMet: visits.every(({ script }) => kb(script) <= aimKb), visits },
  );
}
