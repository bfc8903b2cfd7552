import type { z } from "zod";
import { type JsonObject, SourceError } from "#lib/connectors/source.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { credentialsOr } from "#lib/sources/vendor/credentials-or.ts";
import { readMicrosoftAddress } from "./address.ts";
import {
  createGraphClient,
  type GraphClient,
  type MicrosoftCredentials,
  type MicrosoftPlace,
  type MicrosoftRoots,
} from "./client.ts";
import { cloudOf, clouds } from "./clouds.ts";
import { application } from "./credential-fields.ts";

/** What the process gives to the readers of Microsoft's sources. */
export type MicrosoftSettings = {
  fetch: () => GuardedFetch;
  /** As the environment has them; what differs from Microsoft's own counts for every cloud. */
  roots: () => MicrosoftRoots;
  /** The deployment's credentials, for connectors without their own. */
  deployment: () => JsonObject | undefined;
  now?: () => Date;
};

export type OpenedClient = {
  client: GraphClient;
  credentials: MicrosoftCredentials;
  roots: MicrosoftPlace;
};

const missing =
  "Give the application's directory id, client id and client secret, or set MICROSOFT_CREDENTIALS for the whole deployment.";

const credentialsSchema: z.ZodType<MicrosoftCredentials> = application;

/**
 * A client for the cloud that the addresses are in.
 * @throws SourceError without credentials, or when the addresses are in several clouds
 */
export function openClient(
  settings: MicrosoftSettings,
  context: { slots: { urls: string[] }; credentials: JsonObject | null; signal: AbortSignal },
): OpenedClient {
  const roots = rootsFor(context.slots.urls, settings.roots());
  const credentials = credentialsOr(context.credentials, settings.deployment(), credentialsSchema, missing);
  const { fetch, now } = settings;
  const client = createGraphClient({
    ...roots,
    credentials,
    fetch: fetch(),
    signal: context.signal,
    ...(now && { now }),
  });
  return { client, credentials, roots };
}

/** Where the cloud of some addresses answers. @throws SourceError when they are in several */
export function rootsFor(addresses: readonly string[], environment: MicrosoftRoots): MicrosoftPlace {
  const found = new Set(
    addresses.flatMap((text) => {
      const address = readMicrosoftAddress(text);
      return "host" in address ? (cloudOf(address.host) ?? []) : [];
    }),
  );
  if (found.size > 1) {
    const suffixes = [...found].map(({ hostSuffix }) => hostSuffix).join(" and ");
    const message = `These addresses are in different Microsoft clouds (${suffixes}), which share no application: make a connector for each.`;
    throw new SourceError("misconfigured", message);
  }
  const usual = clouds[0];
  const cloud = [...found][0] ?? usual;
  const choose = (name: keyof MicrosoftRoots) =>
    environment[name] !== usual?.[name] ? environment[name] : (cloud?.[name] ?? environment[name]);
  const audience = cloud?.graphRoot ?? environment.graphRoot;
  return { graphRoot: choose("graphRoot"), loginRoot: choose("loginRoot"), audience };
}
