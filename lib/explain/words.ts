import type { Reason } from "./schemas.ts";

/** Each reason as a sentence, for programs and their logs; pages say it in their reader's language. */
const sentences: Record<Reason, (detail: string) => string> = {
  stored: () => "It is among this connector's documents.",
  removed: (detail) => `It was removed: ${detail}. It can be restored for the workspace's retention time.`,
  failed: (detail) => `The last run that met it couldn't read it: ${detail}.`,
  skipped: (detail) => `The last run that met it passed over it: ${detail}.`,
  deleted: (detail) => `A run deleted it: ${detail}.`,
  other_site: (detail) => `This connector reads ${detail} only.`,
  other_folder: (detail) => `This connector reads what is below ${detail} only.`,
  only_one_page: (detail) => `This connector reads one page only: ${detail}.`,
  pattern: (detail) => `The connector's patterns leave it out: ${detail}.`,
  odd_address: (detail) => `Such addresses aren't followed: ${detail}.`,
  not_of_this_source: () => "This isn't a link of the kind that this connector reads.",
  known_unread: () => "A run knows of it and hasn't read it yet.",
  running: () => "A run is going on and hasn't met it yet.",
  never_run: () => "The connector hasn't run yet.",
  last_run_failed: (detail) => `The last run failed before it met it: ${detail}`,
  not_found_by_links: () => "No page that was read links to it, and no sitemap names it.",
  not_found_by_listing: () =>
    "The last run didn't meet it: the account that the connector uses doesn't see it, or the settings leave it out.",
  no_such_file: () => "No file of this name was uploaded.",
};

export function sentenceOf(reason: Reason, detail: string | null): string {
  return sentences[reason](detail ?? "no reason was given");
}
