import { z } from "zod";

/** Settings of an upload connector: none is needed. Extra keys are kept. */
export const uploadSlots = z.looseObject({});

export type UploadSlots = z.output<typeof uploadSlots>;
