// A web server without Next, so without a build: every door of `/v1` and /readyz over HTTP, on a port of its own. It
// tells its parent where it listens, and ends with it.
import { GET as readyz } from "#app/readyz/route.ts";
import { startServices } from "#lib/services.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { serve } from "#lib/testing/serve.ts";

const { boss } = await startServices();
await boss.getQueue("run");
const doors = (await servedHandlers())
  // A fixed path goes before one with a key in its place.
  .toSorted((a, b) => a.path.split("{").length - b.path.split("{").length)
  .map(({ method, path, handler }) => ({
    method,
    handler: handler as (request: Request, segment: object) => Promise<Response>,
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
  }));

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/readyz") return readyz();
  for (const { method, pattern, handler } of doors) {
    const found = method === request.method ? pattern.exec(pathname) : null;
    if (found) return handler(request, { params: Promise.resolve(found.groups && { ...found.groups }) });
  }
  return new Response("There is no such door.", { status: 404 });
}

const { origin } = await serve(answer);
process.send?.({ origin });
process.on("disconnect", () => process.exit(0));
