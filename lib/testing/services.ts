import type { TestDatabase } from "#db/testing/database.ts";
import type { Services } from "#lib/context.ts";
import { setServices, startSender } from "#lib/services.ts";

/** Makes the handlers of this test file work on `database`, with `now` as their clock. */
export async function useServices(
  database: TestDatabase,
  now: () => Date = () => new Date(),
): Promise<Services> {
  const services: Services = { db: database.db, boss: await startSender(database.db), now };
  setServices(services);
  return services;
}
