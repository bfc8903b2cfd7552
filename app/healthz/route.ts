/** Whether this process answers at all. What it depends on is /readyz's to say. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
