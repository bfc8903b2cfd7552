import { globSync } from "node:fs";
import { join, relative } from "node:path";
import type { RouteHandler } from "#lib/http/route.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const root = join(import.meta.dirname, "../..");

export type ServedHandler = { method: string; path: string; handler: Partial<RouteHandler> };

/** Every handler that Next serves under `/v1`, by its method and the path that its file gives it. */
export async function servedHandlers(): Promise<ServedHandler[]> {
  const files = globSync("app/v1/**/route.ts", { cwd: root });
  return (await Promise.all(files.map(handlersOf))).flat();
}

async function handlersOf(file: string): Promise<ServedHandler[]> {
  const module = (await import(join(root, file))) as Record<string, unknown>;
  const folder = relative("app", file).replace(/\/route\.ts$/, "");
  const path = `/${folder.replace(/\[(\w+)\]/g, "{$1}")}`;
  return methods
    .filter((method) => method in module)
    .map((method) => ({ method, path, handler: module[method] as Partial<RouteHandler> }));
}
