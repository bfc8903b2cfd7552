import { globSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { demo } from "./demo.ts";

const app = join(import.meta.dirname, "..", "app");

/** Pages that need nobody to be signed in; those of the documentation look alike. */
const open = /^\/(sign-in|sign-up|invite|docs)/;

/** Further looks of pages: what a filter finds, and what it doesn't. */
const looks: Record<string, string[]> = {
  "/w/[workspaceId]/search": ["?q=schedule"],
  "/w/[workspaceId]/connectors": ["?q=nothing-has-it"],
  "/w/[workspaceId]/schedules": ["?state=active&zone=schedule"],
};

/** Every page of the product, found in its source so that a new one can't be forgotten, with ids that exist. */
export async function everyPage(request: APIRequestContext): Promise<{ open: string[]; inside: string[] }> {
  const ids = await idsOfDemo(request);
  const addresses = globSync("**/page.tsx", { cwd: app })
    .map((file) => `/${file.replace(/\/?page\.tsx$/, "").replace(/\([^)]*\)\/?/g, "")}`.replace(/\/$/, ""))
    // The start page only leads on.
    .filter((template) => template !== "")
    .flatMap((template) => ["", ...(looks[template] ?? [])].map((look) => fill(template, ids) + look));
  return {
    open: addresses.filter((path) => open.test(path)),
    inside: addresses.filter((path) => !open.test(path)),
  };
}

/** @throws Error for a part of an address that nobody has told an example of */
function fill(template: string, ids: Record<string, string>): string {
  return template.replace(/\[+\.*(\w+)\]+/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Say in e2e/pages.ts what ${name} can be in ${template}.`);
    return id;
  });
}

async function idsOfDemo(request: APIRequestContext): Promise<Record<string, string>> {
  const { workspace_id, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const door = `/v1/workspaces/${workspace_id}`;
  const first = async (list: string): Promise<string> =>
    (await (await request.get(`${door}/${list}?limit=1`, { headers })).json()).items[0].id;
  const invited = await request.post(`${door}/invitations`, {
    headers,
    data: { email: "somebody@example.com", role: "viewer" },
  });
  const [connectorId, runId, documentId, collectionId] = await Promise.all(
    ["connectors", "runs", "documents", "collections"].map(first),
  );
  const code = (await invited.json()).url.split("/").at(-1);
  return {
    workspaceId: workspace_id,
    connectorId: connectorId ?? "",
    runId: runId ?? "",
    documentId: documentId ?? "",
    collectionId: collectionId ?? "",
    code,
    slug: "schedules",
  };
}
