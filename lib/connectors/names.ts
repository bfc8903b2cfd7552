import { z } from "zod";

// Apart from the other schemas of connectors, which lead to the server: forms judge by these too.

export const connectorIdSchema = z
  .string("An id is 1 to 128 of the characters A–Z a–z 0–9 . _ -.")
  .regex(/^[A-Za-z0-9._-]{1,128}$/, "An id is 1 to 128 of the characters A–Z a–z 0–9 . _ -.");

/** Last parts of addresses beside the connectors' own, of doors and of pages, and those that none can end in. */
const takenIds = new Set(["check", "preview", "summary", "bulk", "spread", "new", ".", ".."]);

export const newConnectorIdSchema = connectorIdSchema.refine((id) => !takenIds.has(id), {
  error: "An address of ours ends in this one. Choose another id.",
});

export const connectorNameSchema = z
  .string("Give the connector a name.")
  .trim()
  .min(1, "Give the connector a name.")
  .max(200, "A name has at most 200 characters.");
