import { z } from "zod";
import { emailSchema } from "#lib/auth/email.ts";
import { pageQuery } from "#lib/http/cursor.ts";
import { alertKinds } from "./kinds.ts";

const instant = z.iso.datetime();

const kindsSchema = z
  .array(z.enum(alertKinds, { error: `Must be one of ${alertKinds.join(", ")}.` }))
  .min(1, "Choose at least one kind of trouble.")
  .max(alertKinds.length, "Name each kind once.")
  .transform((kinds) => [...new Set(kinds)])
  .meta({
    description:
      "failing: its last run failed. needs_credentials: its source refused them. stalled: planned, or queued, and nothing happens. held_deletions: a decision is due. shrunk: its runs succeed, but read suspiciously little",
  });

const urlSchema = z
  .url({ protocol: /^https?$/, error: "Give an address such as https://hooks.example.com/tributary." })
  .max(2000, "Use at most 2,000 characters.");

export const createDestinationSchema = z
  .discriminatedUnion(
    "type",
    [
      z.strictObject({ type: z.literal("email"), address: emailSchema, kinds: kindsSchema }),
      z.strictObject({ type: z.literal("webhook"), address: urlSchema, kinds: kindsSchema }),
    ],
    { error: "Must be email or webhook." },
  )
  .meta({ description: "An e-mail address, or an address that takes webhooks" });

export type NewDestination = z.output<typeof createDestinationSchema>;

export const patchDestinationSchema = z
  .strictObject({
    kinds: kindsSchema.optional(),
    enabled: z
      .boolean("Must be true or false.")
      .optional()
      .meta({ description: "Whether messages go there" }),
    new_secret: z
      .literal(true, { error: "Must be true." })
      .optional()
      .meta({ description: "Signs a webhook's messages with another secret from now on" }),
  })
  .refine((body) => Object.keys(body).length > 0, "Say what to change: kinds, enabled or new_secret.");

export type DestinationPatch = z.output<typeof patchDestinationSchema>;

export const destinationSchema = z.object({
  id: z.uuid(),
  type: z.enum(["email", "webhook"]),
  address: z.string(),
  kinds: z.array(z.enum(alertKinds)),
  disabled_at: instant.nullable().meta({ description: "Since when nothing goes there" }),
  disabled_reason: z.string().nullable(),
  created_at: instant,
});

export type PresentedDestination = z.output<typeof destinationSchema>;

export const withSecretSchema = destinationSchema.extend({
  secret: z.string().nullable().meta({
    description: "`whsec_…`, what verifies a webhook's messages: shown here, once; null for what has none",
  }),
});

export type DestinationWithSecret = z.output<typeof withSecretSchema>;

export const deliverySchema = z.object({
  id: z.uuid().meta({ description: "The message's `webhook-id`, the same at each attempt" }),
  destination_id: z.uuid(),
  event: z.enum(["alert.raised", "alert.resolved", "alert.test"]),
  kind: z.enum(alertKinds).nullable(),
  connector_id: z.string().nullable(),
  state: z.enum(["waiting", "delivered", "failed"]),
  next_attempt_at: instant.nullable(),
  created_at: instant,
  attempts: z.array(
    z.object({
      at: instant,
      status: z.int().nullable().meta({ description: "Of the HTTP answer" }),
      ms: z.int(),
      error: z.string().nullable(),
    }),
  ),
});

export type PresentedDelivery = z.output<typeof deliverySchema>;

export const alertsParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });
export const destinationParams = alertsParams.extend({ destination_id: z.uuid() });
export const deliveryParams = alertsParams.extend({ delivery_id: z.uuid() });
export const listDestinationsQuery = z.object(pageQuery);
export const listDeliveriesQuery = z.object({
  ...pageQuery,
  destination_id: z.uuid("Must be a destination's id.").optional().meta({ description: "To this one alone" }),
});
