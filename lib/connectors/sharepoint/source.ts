import type { Source } from "#lib/connectors/source.ts";
import { createMicrosoftSource } from "#lib/sources/graph/source.ts";
import type { SharepointSlots } from "./slots.ts";

export const sharepoint: Source<SharepointSlots> = createMicrosoftSource();
