import type { Source } from "#lib/connectors/source.ts";
import { createMicrosoftSource } from "#lib/sources/graph/source.ts";
import type { OnedriveSlots } from "./slots.ts";

export const onedrive: Source<OnedriveSlots> = createMicrosoftSource();
