/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Their dynamic requires and native parts must stay outside the bundle (DESIGN §5).
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "kysely",
    "pino",
    "@node-rs/argon2",
    "undici",
    "prom-client",
    "@opentelemetry/api",
    "@opentelemetry/sdk-trace",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/resources",
  ],
  // What next-intl's plugin does; the plugin would load a second compiler for messages that we don't extract.
  turbopack: { resolveAlias: { "next-intl/config": "./app/i18n/request.ts" } },
  // Each part of the product has its own root layout, so that its language is the document's.
  experimental: { globalNotFound: true },
  // `npm test` runs tsc over the whole project; the build need not repeat it.
  typescript: { ignoreBuildErrors: true },
};
