/** The process that reads files: started by `extractor.ts`, one file at a time, without rights beyond reading. */
import type { Extraction } from "./extraction.ts";
import { ExtractionError } from "./extraction.ts";
import { readFileText } from "./read-file.ts";
import type { NamedFile } from "./sniff.ts";

export type Job = { id: number; file: NamedFile };
export type Answer =
  | { id: number; extraction: Extraction }
  | { id: number; outcome: "skipped" | "failed"; message: string };

async function answer({ id, file }: Job): Promise<Answer> {
  try {
    return { id, extraction: await readFileText(file) };
  } catch (error) {
    if (error instanceof ExtractionError) return { id, outcome: error.outcome, message: error.message };
    const why = error instanceof Error ? error.message : String(error);
    return { id, outcome: "failed", message: `It couldn't be read: ${why.slice(0, 300)}.` };
  }
}

process.on("message", async (job: Job) => {
  process.send?.(await answer(job));
});
// The parent is gone: nobody waits for an answer.
process.on("disconnect", () => process.exit(0));
