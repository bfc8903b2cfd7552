import { randomUUID } from "node:crypto";
import type { VendorAnswer, VendorCall, VendorServer } from "#lib/sources/vendor/testing/vendor-server.ts";
import { openVendorServer } from "#lib/sources/vendor/testing/vendor-server.ts";
import { type Route, refusal } from "./answers.ts";
import type { DeltaHabits } from "./delta.ts";
import { driveRoutes } from "./drive-routes.ts";
import { metadataProblems } from "./metadata.ts";
import { MicrosoftModel, type ModelDrive } from "./model.ts";
import { siteRoutes } from "./site-routes.ts";

export const credentials = {
  tenant_id: "8b5c1c6e-0000-4000-8000-000000000001",
  client_id: "3f9d1c7e-0000-4000-8000-000000000002",
  client_secret: "a-secret~value",
};

const permissions = ["Files.Read.All", "Sites.Read.All"];

/** Microsoft's sign-in, Graph v1.0 and the host that downloads come from, for one tenant, on the loopback. */
export async function openMicrosoft(model = new MicrosoftModel()) {
  const stage = new Microsoft(model);
  const graph = await openVendorServer((call) => stage.answer(call));
  const downloads = await openVendorServer((call) => stage.download(call), "127.0.0.2");
  stage.downloadOrigin = downloads.origin;
  return Object.assign(stage, {
    graph,
    downloads,
    roots: { graphRoot: graph.origin, loginRoot: graph.origin },
    [Symbol.asyncDispose]: async () => {
      await graph[Symbol.asyncDispose]();
      await downloads[Symbol.asyncDispose]();
    },
  });
}

export type MicrosoftStage = Microsoft & {
  graph: VendorServer;
  downloads: VendorServer;
  roots: { graphRoot: string; loginRoot: string };
} & AsyncDisposable;

/** The stand-in's state, and what it does with a call. */
export class Microsoft {
  readonly model: MicrosoftModel;
  habits: DeltaHabits = {
    pageSize: 200,
    emptyPages: false,
    repeats: false,
    backwards: false,
    resync: "resyncChangesApplyDifferences",
  };
  secret = credentials.client_secret;
  permissions = permissions;
  /** Paths of Graph that are refused with 403. */
  denied: RegExp | undefined;
  /** What an answer has that Microsoft's metadata doesn't know: must stay empty. */
  readonly mistakes: string[] = [];
  downloadOrigin = "";
  #token = this.#mint();
  readonly #routes: Route[];

  constructor(model: MicrosoftModel) {
    this.model = model;
    this.#routes = [...siteRoutes(this), ...driveRoutes(this)];
  }

  /** The tokens that were handed out are refused from now on. */
  endTokens(): void {
    this.#token = this.#mint();
  }

  /** The delta links of a drive that were handed out are forgotten. */
  forgetTokens(drive: ModelDrive): void {
    drive.tokensFrom = ++drive.clock;
  }

  answer(call: VendorCall): VendorAnswer {
    if (call.url.pathname.endsWith("/oauth2/v2.0/token")) return this.#signIn(call);
    if (call.headers.authorization !== `Bearer ${this.#token}`) {
      return refusal(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.");
    }
    const path = decodeURIComponent(call.url.pathname.replace(/^\/v1\.0/, ""));
    if (this.denied?.test(path)) return refusal(403, "accessDenied", "Access denied");
    for (const [pattern, handle] of this.#routes) {
      const found = pattern.exec(path);
      if (found) return handle(found.slice(1), call);
    }
    return refusal(404, "BadRequest", "Resource not found for the segment.");
  }

  /** Short-lived addresses need no token, and must get none. */
  download({ url, headers }: VendorCall): VendorAnswer {
    if (headers.authorization) return { status: 400, body: "A token was sent along." };
    const [driveId = "", itemId = ""] = url.pathname.split("/").slice(2).map(decodeURIComponent);
    const item = this.model.drives.get(driveId)?.items.get(itemId);
    if (!url.searchParams.has("tempauth") || !item) return { status: 404 };
    return { headers: { "content-type": "text/plain" }, body: item.content };
  }

  /** Takes what was asked for, and compares with Microsoft's metadata. */
  project(type: string, url: URL, item: Record<string, unknown>): Record<string, unknown> {
    this.mistakes.push(...metadataProblems(type, item));
    const asked = url.searchParams.get("$select")?.split(",");
    const expanded = url.searchParams.get("$expand")?.split(",") ?? [];
    if (!asked) return item;
    this.mistakes.push(...metadataProblems(type, Object.fromEntries(asked.map((name) => [name, null]))));
    return Object.fromEntries(
      Object.entries(item).filter(([name]) => asked.includes(name) || expanded.includes(name)),
    );
  }

  list(type: string, url: URL, items: Record<string, unknown>[]): VendorAnswer {
    const [skip, top] = [Number(url.searchParams.get("$skiptoken") ?? 0), this.habits.pageSize];
    const next = new URL(url);
    next.searchParams.set("$skiptoken", String(skip + top));
    const value = items.slice(skip, skip + top).map((item) => this.project(type, url, item));
    return { json: { value, ...(skip + top < items.length && { "@odata.nextLink": next.href }) } };
  }

  #signIn({ url, body }: VendorCall): VendorAnswer {
    const form = new URLSearchParams(body);
    const tenant = url.pathname.split("/")[1] ?? "";
    if (tenant !== credentials.tenant_id)
      return signInRefusal(90002, `Tenant '${tenant}' not found.`, "invalid_request");
    if (form.get("scope") !== "https://graph.microsoft.com/.default") {
      return signInRefusal(
        70011,
        "The provided value for the input parameter 'scope' isn't valid.",
        "invalid_scope",
      );
    }
    if (form.get("client_id") !== credentials.client_id) {
      return signInRefusal(
        700016,
        "Application with identifier was not found in the directory 'Contoso'.",
        "unauthorized_client",
      );
    }
    if (form.get("client_secret") !== this.secret) {
      return signInRefusal(7000215, "Invalid client secret provided.", "invalid_client", 401);
    }
    return { json: { token_type: "Bearer", expires_in: 3599, access_token: this.#token } };
  }

  #mint(): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { app_displayname: "Tributary reader", roles: this.permissions, jti: randomUUID() };
    return `${part({ alg: "none" })}.${part(claims)}.signature`;
  }
}

function signInRefusal(code: number, text: string, error: string, status = 400): VendorAnswer {
  const description = `AADSTS${code}: ${text} Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()} Timestamp: 2026-11-25 02:00:00Z`;
  return {
    status,
    json: { error, error_description: description, error_codes: [code], timestamp: "2026-11-25 02:00:00Z" },
  };
}
