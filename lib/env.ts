import { resolve } from "node:path";
import { z } from "zod";

const flag = z
  .enum(["true", "false", "1", "0"], { error: "must be true or false" })
  .transform((value) => value === "true" || value === "1");
const list = z.string().transform((value) =>
  value
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean),
);
/** Credentials of a connector type, as a connector itself would have them. */
const credentials = z
  .string()
  .transform((text, ctx) => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: "custom", message: 'must be JSON, such as {"email": "…", "api_token": "…"}' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.json(), { error: "must be a JSON object" }))
  .optional();
/** A whole number of a range. */
const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error);
};
const origin = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://tributary.example.com" })
  .transform((value) => value.replace(/\/+$/, ""));

const settings = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  PORT: whole(1, 65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** The address people use, when it isn't http://HOST:PORT (behind a proxy). */
  PUBLIC_URL: origin.optional(),
  /** A proxy of ours stands in front: the last address in X-Forwarded-For is the client's. */
  TRUST_PROXY: flag.default(false),
  DATA_DIR: z
    .string()
    .min(1)
    .default(".data")
    .transform((path) => resolve(path)),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  DATABASE_POOL: whole(1, 200).default(10),
  /** Turn off behind a transaction-mode pooler that doesn't know protocol-level prepared statements. */
  PREPARED_STATEMENTS: flag.default(true),
  /** Signs session cookies. The embedded mode generates it into the data folder. */
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters (openssl rand -base64 32)").optional(),
  /** `id:base64 of 32 bytes`, newest first: seals credentials. The embedded mode generates it. */
  SECRETS_KEYS: list.optional(),
  OIDC_ISSUER: origin.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("single sign-on"),
  /** `host:port` entries that connectors may read although they are private. */
  ALLOW_PRIVATE_HOSTS: list.default([]),
  UPLOAD_MAX_BYTES: whole(1, Number.MAX_SAFE_INTEGER).default(100 * 1024 * 1024),
  WORKER_RUNS: whole(1, 100).default(4),
  /** Requests of one token or session, and refused ones of one address, in each web server; 0 for any number. */
  REQUESTS_PER_MINUTE: whole(0, 1_000_000).default(0),
  /** Of one workspace; 0 for any number. */
  MAX_CONNECTORS: whole(0, 10_000_000).default(0),
  /** Documents of one workspace, and bytes of their originals; 0 for any number. */
  MAX_DOCUMENTS: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  MAX_BYTES: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  /** Runs of one workspace at once, over all workers; 0 for any number. */
  MAX_RUNS: whole(0, 10_000).default(0),
  /** Where alerts by e-mail are handed over: `smtps://user:password@mail.example.com`. Without it there are none. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
    .optional(),
  /** Whom they come from. */
  MAIL_FROM: z.string().min(3).default("Tributary <tributary@localhost>"),
  /** A collector that takes traces by OTLP over HTTP, such as http://127.0.0.1:4318; without it none are kept. */
  OTEL_EXPORTER_OTLP_ENDPOINT: origin.optional(),
  /** What a scraper shows as bearer token to read `/metrics`, which is off without it. */
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters (openssl rand -hex 24)").optional(),
  /** Where a worker serves its `/metrics`, on HOST; 0 for nowhere. */
  METRICS_PORT: whole(0, 65535).default(0),
  /** Connectors with a gauge of their own: those whose last success is longest ago. */
  METRICS_CONNECTORS: whole(0, 100_000).default(100),
  GOOGLE_API_ROOT: origin.default("https://www.googleapis.com"),
  GOOGLE_TOKEN_URL: origin.default("https://oauth2.googleapis.com/token"),
  /** Atlassian's gateway, which takes tokens with scopes. */
  ATLASSIAN_API_ROOT: origin.default("https://api.atlassian.com"),
  GRAPH_ROOT: origin.default("https://graph.microsoft.com"),
  MICROSOFT_LOGIN_ROOT: origin.default("https://login.microsoftonline.com"),
  /** For connectors of these vendors that have no credentials of their own. Atlassian's name their site: `base_url`. */
  GOOGLE_CREDENTIALS: credentials,
  CONFLUENCE_CREDENTIALS: credentials,
  JIRA_CREDENTIALS: credentials,
  MICROSOFT_CREDENTIALS: credentials,
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

const together = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

const schema = settings.superRefine((values, ctx) => {
  const missing = together.filter((name) => values[name] === undefined);
  if (missing.length === together.length) return;
  for (const name of missing) {
    ctx.addIssue({
      code: "custom",
      path: [name],
      message: `is needed too: ${together.join(", ")} go together`,
    });
  }
});

export type Env = z.infer<typeof schema>;

/**
 * Reads the settings of this process. The only reader of `process.env`.
 * @throws Error that names each wrong setting and what it must be
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Wrong settings in the environment:\n  ${lines.join("\n  ")}`);
}

const vendorRoots = [
  "GOOGLE_API_ROOT",
  "GOOGLE_TOKEN_URL",
  "ATLASSIAN_API_ROOT",
  "GRAPH_ROOT",
  "MICROSOFT_LOGIN_ROOT",
] as const;

/** `host:port` of the vendors' addresses that the environment points elsewhere: they count as listed. */
export function redirectedHosts(settings: Env): string[] {
  const usual = parseEnv({});
  return vendorRoots
    .filter((name) => settings[name] !== usual[name])
    .map((name) => {
      const url = new URL(settings[name]);
      return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
    });
}

let current: Env | undefined;

/** The settings of this process, read once. */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}
