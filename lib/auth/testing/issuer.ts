import { createHash, createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { type Served, serve } from "#lib/testing/serve.ts";

export const client = { id: "tributary", secret: "their-word-with-us" };

/** Whom the issuer knows at the moment; `inUserinfo` keeps the address out of the ID token. */
export type Someone = {
  sub: string;
  email?: string;
  email_verified?: boolean | string;
  name?: string;
  inUserinfo?: boolean;
};

export type Issuer = Served & {
  /** Who signs in there next, or why nobody does. */
  someone: Someone | { error: string };
  /** Breaks the next ID token: another key, audience, nonce or issuer. */
  forge?: "key" | "audience" | "nonce" | "issuer";
};

type Grant = { challenge: string; nonce: string; redirectUri: string };

/** A stand-in for an OpenID Connect issuer: discovery, authorization with PKCE, token, userinfo and keys. */
export async function startIssuer(): Promise<Issuer> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const otherKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const issuer = {
    someone: { error: "nobody" },
    ...(await serve((request) => doors[new URL(request.url).pathname]?.(request) ?? missing())),
  } as Issuer;

  const doors: Record<string, (request: Request) => Response | Promise<Response>> = {
    "/.well-known/openid-configuration": () =>
      Response.json({
        issuer: issuer.origin,
        authorization_endpoint: `${issuer.origin}/authorize`,
        token_endpoint: `${issuer.origin}/token`,
        userinfo_endpoint: `${issuer.origin}/userinfo`,
        jwks_uri: `${issuer.origin}/keys`,
      }),
    "/keys": () =>
      Response.json({
        keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }],
      }),
    "/authorize": (request) => authorize(issuer, grants, new URL(request.url).searchParams),
    "/token": async (request) => {
      const form = new URLSearchParams(await request.text());
      const grant = takeGrant(grants, request, form);
      if (!grant) return Response.json({ error: "invalid_grant" }, { status: 400 });
      const key = issuer.forge === "key" ? otherKeys.privateKey : keys.privateKey;
      const id_token = sign(claimsOf(issuer, grant.nonce), key);
      return Response.json({ access_token: "opaque", token_type: "Bearer", expires_in: 60, id_token });
    },
    "/userinfo": (request) => {
      if (request.headers.get("authorization") !== "Bearer opaque") return missing();
      const { inUserinfo: _, ...claims } = issuer.someone as Someone;
      return Response.json(claims);
    },
  };
  return issuer;
}

function missing(): Response {
  return new Response(null, { status: 404 });
}

function authorize({ someone }: Issuer, grants: Map<string, Grant>, query: URLSearchParams): Response {
  const back = new URL(query.get("redirect_uri") ?? "");
  back.searchParams.set("state", query.get("state") ?? "");
  if ("error" in someone) back.searchParams.set("error", someone.error);
  else {
    const code = randomUUID();
    const [challenge, nonce] = [query.get("code_challenge") ?? "", query.get("nonce") ?? ""];
    grants.set(code, { challenge, nonce, redirectUri: query.get("redirect_uri") ?? "" });
    back.searchParams.set("code", code);
  }
  return new Response(null, { status: 302, headers: { location: back.href } });
}

function takeGrant(grants: Map<string, Grant>, request: Request, form: URLSearchParams): Grant | undefined {
  const code = form.get("code") ?? "";
  const grant = grants.get(code);
  grants.delete(code);
  const verifier = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
  const isClient = request.headers.get("authorization") === basic;
  return isClient && grant?.challenge === verifier && grant.redirectUri === form.get("redirect_uri")
    ? grant
    : undefined;
}

function claimsOf({ someone, forge, origin }: Issuer, nonce: string): Record<string, unknown> {
  const { inUserinfo, email, email_verified, ...known } = someone as Someone;
  const now = Math.floor(Date.now() / 1000);
  return {
    ...known,
    ...(inUserinfo ? {} : { email, email_verified }),
    iss: forge === "issuer" ? "https://other.example" : origin,
    aud: forge === "audience" ? "another client" : client.id,
    nonce: forge === "nonce" ? "another nonce" : nonce,
    iat: now,
    exp: now + 60,
  };
}

function sign(claims: Record<string, unknown>, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid: "1" })}.${part(claims)}`;
  return `${signed}.${createSign("sha256").update(signed).sign(key, "base64url")}`;
}
