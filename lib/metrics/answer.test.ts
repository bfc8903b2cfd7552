import { expect, it } from "vitest";
import { GET } from "#app/metrics/route.ts";
import { createTestDatabase } from "#db/testing/database.ts";
import { useServices } from "#lib/testing/services.ts";

it("is off unless it is configured", async () => {
  await using database = await createTestDatabase();
  await useServices(database);
  const answer = await GET(new Request("http://127.0.0.1:3000/metrics"));
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("METRICS_TOKEN");
});
