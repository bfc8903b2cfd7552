import { z } from "zod";
import { databaseNow } from "#lib/clock.ts";
import { SourceError } from "#lib/connectors/source.ts";
import type { FetchResponse, GuardedFetch } from "#lib/net/fetch.ts";
import { createVendorClient, type VendorClient } from "#lib/sources/vendor/client.ts";
import { explainGraph } from "./explain.ts";
import { explainSignIn } from "./explain-sign-in.ts";
import { pageOf } from "./wire.ts";

export type MicrosoftCredentials = { tenant_id: string; client_id: string; client_secret: string };

/** Where a cloud answers; without the version. */
export type MicrosoftRoots = { graphRoot: string; loginRoot: string };

/** What a token is asked for: the cloud's own Graph, also where requests to it are sent elsewhere. */
export type MicrosoftPlace = MicrosoftRoots & { audience: string };

export type GraphClientOptions = MicrosoftPlace & {
  fetch: GuardedFetch;
  signal: AbortSignal;
  credentials: MicrosoftCredentials;
  now?: () => Date;
};

export type GraphClient = VendorClient & {
  /** Signs in, if that isn't done yet. @returns the application's name and permissions, as far as the token tells */
  signIn: () => Promise<Granted>;
  /** A path of Graph v1.0, below which each segment is encoded. */
  url: (...segments: string[]) => URL;
  /** The pages of a list, to the end; a page in the middle may be empty. */
  pages: <T>(url: URL, query: Record<string, string>, item: z.ZodType<T>) => AsyncGenerator<T[]>;
  /** An address that Graph handed out. @throws SourceError when it leads elsewhere: it would get the token */
  own: (link: string) => URL;
};

export type Granted = { name: string | undefined; permissions: string[] };

type Token = { header: string; expiresAt: number; granted: Granted };

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().catch(3600) });

/** Microsoft asks for it, and slows others down first: SharePoint's “How to decorate your http traffic”. */
const userAgent = "NONISV|Tributary|Tributary/1.0";
/** A token is renewed so long before it ends, so that a long download keeps it. */
const renewAheadMs = 5 * 60_000;

/** Asks one cloud's Microsoft Graph as one application. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { signal, graphRoot, now = databaseNow } = options;
  const origin = new URL(graphRoot).origin;
  const limits = watchLimits(options.fetch, now);
  const headers = { "user-agent": userAgent };
  let token: Promise<Token> | undefined;
  let granted: Granted = { name: undefined, permissions: [] };

  async function current(renew: boolean): Promise<Token> {
    const held = await token?.catch(() => undefined);
    const isUsable = held && !renew && held.expiresAt - renewAheadMs > now().getTime();
    if (!isUsable) token = requestToken(options, headers);
    const usable = await (token as Promise<Token>);
    granted = usable.granted;
    return usable;
  }

  const vendor = createVendorClient({
    vendor: "Microsoft Graph",
    fetch: limits,
    signal,
    headers,
    now,
    authorize: async (url, renew): Promise<Record<string, string>> =>
      url.origin === origin ? { authorization: (await current(renew)).header } : {},
    explain: (failure) => explainGraph(failure, granted.permissions),
  });

  function own(link: string): URL {
    const url = URL.parse(link);
    if (url?.origin === origin) return url;
    throw new SourceError(
      "unavailable",
      "Microsoft Graph's answer leads to another host; nothing is sent there.",
    );
  }

  return Object.assign(vendor, {
    signIn: async () => (await current(false)).granted,
    url: (...segments: string[]) => new URL(`${graphRoot}/v1.0/${segments.map(encodeSegment).join("/")}`),
    own,
    async *pages<T>(url: URL, query: Record<string, string>, item: z.ZodType<T>) {
      const schema = pageOf(item);
      for (let page = await vendor.json({ url, query }, schema); ; ) {
        yield page.value;
        const next = page["@odata.nextLink"];
        if (!next) return;
        page = await vendor.json({ url: own(next) }, schema);
      }
    },
  });
}

/** Ids of sites hold commas, and “root:” its colon; a name's quote would end an OData literal. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("'", "%27");
}

async function requestToken(options: GraphClientOptions, headers: Record<string, string>): Promise<Token> {
  const { fetch, signal, credentials, audience, loginRoot, now = databaseNow } = options;
  const client = createVendorClient({
    vendor: "Microsoft's sign-in",
    fetch,
    signal,
    headers,
    now,
    explain: explainSignIn,
  });
  const { access_token: secret, expires_in: seconds } = await client.json(
    {
      url: `${loginRoot}/${encodeURIComponent(credentials.tenant_id)}/oauth2/v2.0/token`,
      maxRedirects: 0,
      form: {
        grant_type: "client_credentials",
        client_id: credentials.client_id,
        client_secret: credentials.client_secret,
        scope: `${audience}/.default`,
      },
    },
    tokenSchema,
  );
  const expiresAt = now().getTime() + seconds * 1000;
  return { header: `Bearer ${secret}`, expiresAt, granted: grantedBy(secret) };
}

/**
 * What a token says of its application. Microsoft doesn't promise its form: this makes messages better, nothing else.
 */
function grantedBy(token: string): Granted {
  const claims = z.object({ app_displayname: z.string().optional(), roles: z.array(z.string()).catch([]) });
  try {
    const { app_displayname: name, roles } = claims.parse(
      JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")),
    );
    return { name, permissions: roles };
  } catch {
    return { name: undefined, permissions: [] };
  }
}

/**
 * SharePoint tells from 80 % of an application's budget how much is left (`RateLimit-*`). When nothing is, the run comes
 * back when the budget does, instead of asking until it is refused, which would count too.
 */
function watchLimits(fetch: GuardedFetch, now: () => Date): GuardedFetch {
  let spentUntil: Date | undefined;
  return async (url, request) => {
    if (spentUntil && spentUntil > now()) {
      const message = "The application's budget of requests at Microsoft is used up for the moment.";
      throw new SourceError("rate_limited", message, { retryAt: spentUntil });
    }
    const answer = await fetch(url, request);
    spentUntil = spentBudget(answer, now()) ?? spentUntil;
    return answer;
  };
}

/** The dearest request costs two units of what is counted. */
const dearest = 2;

function spentBudget({ status, headers }: FetchResponse, now: Date): Date | undefined {
  const [remaining, resetS] = [headers["ratelimit-remaining"], headers["ratelimit-reset"]].map(Number);
  if (status === 429 || remaining === undefined || resetS === undefined) return undefined;
  return remaining < dearest && resetS > 0 ? new Date(now.getTime() + resetS * 1000) : undefined;
}
