import { env } from "#lib/env.ts";

/** The address under which people reach this deployment: PUBLIC_URL, or the host that they asked for. */
export function publicOrigin(request: Pick<Request, "headers">): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  return PUBLIC_URL ?? `http://${request.headers.get("host") ?? `${HOST}:${PORT}`}`;
}
