// The browser's side of next-auth's doors.

/** Posts to a door of next-auth, with the token that it asks for against forged forms. */
async function post(door: string, fields: Record<string, string>): Promise<Response> {
  const answer = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return fetch(`/api/auth/${door}`, {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
}

/** Ends the session, here and in the database, and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  const answer = await post("signout", {});
  if (!answer.ok) throw new Error(`Signing out failed with status ${answer.status}.`);
  location.assign("/sign-in");
}
