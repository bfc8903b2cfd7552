import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type EchoServer = {
  origin: string;
  host: string;
  /** Everything that it was sent. */
  heard: string[];
  [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * A vendor of the worst kind: it refuses everything, in the forms that the vendors' errors have, and repeats in them
 * what it was sent. Where tokens are asked for it gives `accessToken`, unless the secret has “refused” in it.
 */
export async function openEchoServer(accessToken: string): Promise<EchoServer> {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    const said = await repeated(request);
    heard.push(said);
    const isToken = /token/.test(request.url ?? "");
    response.setHeader("content-type", "application/json");
    response.setHeader("x-repeated", encodeURIComponent(said).slice(0, 2000));
    if (isToken && !said.includes("refused")) {
      response.end(JSON.stringify({ access_token: accessToken, expires_in: 3600, token_type: "Bearer" }));
      return;
    }
    const refusal = isToken
      ? { error: "invalid_request", error_description: said }
      : { error: { code: "odd", message: said }, message: said, errorMessages: [said], errors: [] };
    response.writeHead(isToken ? 400 : 403).end(JSON.stringify(refusal));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `http://${host}`,
    host,
    heard,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function repeated(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const { authorization = "", cookie = "", "x-key": key = "" } = request.headers;
  const decoded = Buffer.from(authorization.split(" ")[1] ?? "", "base64").toString("latin1");
  return [authorization, decoded, cookie, key, decodeURIComponent(body)].filter(Boolean).join(" and ");
}
