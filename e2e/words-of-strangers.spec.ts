import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { demo, newMember, signIn } from "./demo.ts";
import { payloads } from "./payloads.ts";

// Strangers' words in every place that shows them: nothing of them may run, be loaded, or be a link that runs.

const door = () => `/v1/workspaces/${demo().workspace_id}`;
const headers = () => ({ authorization: `Bearer ${demo().token}` });
const all = payloads.join(" ");
/** A few at a time, as names, which have 200 characters, and as documents. */
const groups = Array.from({ length: Math.ceil(payloads.length / 4) }, (_, at) =>
  payloads.slice(4 * at, 4 * at + 4),
);
const names = groups.map((group, at) => `${at} ${group.join(" ")}`.slice(0, 190));

async function post(request: APIRequestContext, path: string, data: unknown, method = "POST") {
  const answer = await request.fetch(path, { method, headers: headers(), data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** Files whose names and words are payloads, in a connector whose name is one, in collections whose names are. */
async function plant(request: APIRequestContext) {
  const collections = [];
  for (const name of names) {
    collections.push(
      (await post(request, `${door()}/collections`, { name, description: all.slice(0, 1900) })).id,
    );
  }
  const path = `/v1/connector/create_connector/${demo().workspace_id}?scheduler_type=imed`;
  for (const name of names) await post(request, path, { name, type: "upload", slots: {} });
  const body = { name: names[2], type: "upload", slots: {}, collection_ids: collections };
  const { id } = await post(request, path, body);
  await post(
    request,
    `${door()}/schedules/${id}`,
    { paused: true, reason: all.slice(0, 480) },
    "PATCH",
  ).catch(() => {});
  const files = groups.map((group, at) => ({
    name: `${at} ${group.join(" ").replaceAll(/[/\\\0\n\t]/g, "")}.md`.slice(-180),
    mimeType: "text/markdown",
    buffer: Buffer.from(
      group.map((payload) => `# ${payload}\n\n${payload}\n\nwords of injection ${payload}\n`).join("\n"),
    ),
  }));
  for (const file of files) {
    const answer = await request.post(`${door()}/connectors/${id}/files`, {
      headers: headers(),
      multipart: { file },
    });
    expect(answer.status(), file.name).toBe(201);
  }
  await expect
    .poll(
      async () => {
        const { items } = await (
          await request.get(`${door()}/documents?connector_id=${id}&limit=200`, { headers: headers() })
        ).json();
        return items.length;
      },
      { timeout: 60_000 },
    )
    .toBe(files.length);
  return { id, collection: collections[0] as string };
}

/** What a page says afterwards: what ran, what its policy stopped, and links that would run something. */
async function visit(page: Page, path: string): Promise<string[]> {
  await page.goto(path, { waitUntil: "load" });
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  return page.evaluate(() => {
    const runs = /^\s*(javascript|vbscript|data):/i;
    const links = [...document.querySelectorAll("[href], [src], [action], [formaction]")].flatMap((element) =>
      ["href", "src", "action", "formaction"].flatMap((name) => element.getAttribute(name) ?? []),
    );
    const handlers = [...document.querySelectorAll("*")].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith("on")),
    );
    const found = (window as unknown as { found: string[] }).found;
    return [...found, ...links.filter((link) => runs.test(link)), ...handlers];
  });
}

test("strangers' words run nowhere", async ({ page, request }) => {
  test.setTimeout(180_000);
  const { id, collection } = await plant(request);
  await page.addInitScript(() => {
    const found: string[] = [];
    Object.assign(window, { found, hit: () => found.push("ran") });
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, sample }) =>
      found.push(`${violatedDirective}: ${sample}`),
    );
  });
  page.on("dialog", (dialog) => dialog.dismiss());
  const me = await newMember(request, "admin");
  await signIn(page, me);
  await page.request.patch("/v1/me", {
    headers: { "sec-fetch-site": "same-origin" },
    data: { name: names[3]?.slice(0, 90) },
  });
  const { items: documents } = await (
    await request.get(`${door()}/documents?connector_id=${id}&limit=200`, { headers: headers() })
  ).json();
  const { items: runs } = await (
    await request.get(`${door()}/runs?connector_id=${id}&limit=1`, { headers: headers() })
  ).json();
  const w = `/w/${demo().workspace_id}`;
  const paths = [
    w,
    `${w}/connectors?limit=200`,
    `${w}/connectors?q=${encodeURIComponent(payloads[9] ?? "")}`,
    `${w}/connectors/${id}`,
    `${w}/connectors/${id}/settings`,
    `${w}/connectors/${id}/activity`,
    `${w}/schedules`,
    `${w}/schedules?q=${encodeURIComponent(payloads[12] ?? "")}`,
    `${w}/runs`,
    `${w}/runs/${runs[0]?.id}`,
    `${w}/review`,
    `${w}/collections`,
    `${w}/collections/${collection}`,
    `${w}/search?q=injection`,
    `${w}/search?q=${encodeURIComponent('"><img src=x onerror=hit()>')}`,
    `${w}/settings/audit-log`,
    `${w}/settings/members`,
    "/account",
    `/sign-in?error=${encodeURIComponent(payloads[9] ?? "")}&callbackUrl=javascript:hit()`,
    ...documents.map((document: { id: string }) => `${w}/documents/${document.id}`),
  ];
  for (const path of paths) expect(await visit(page, path), path).toEqual([]);
});
