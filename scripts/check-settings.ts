// Imported first by every process: wrong settings end it with a sentence each, before anything works by them.
import { env } from "#lib/env.ts";

try {
  env();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
