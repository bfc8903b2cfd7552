// The browser's side of signing in: next-auth's doors, and those of /v1 that need nobody signed in.

/** What went wrong, in words for people, with the fields that it is about. */
export type Refusal = { message: string; fields: { path: string; message: string }[] };

type Answer<T> = { ok: true; body: T } | { ok: false; refusal: Refusal };

/** Signs in; the answer is where to go then. */
export function signIn(
  email: string,
  password: string,
  callbackUrl: string,
): Promise<Answer<{ url: string }>> {
  return postToAuth("callback/credentials", { email, password, callbackUrl });
}

/** Begins single sign-on; the answer is the issuer's page, or ours that says why there is none. */
export function beginSingleSignOn(callbackUrl: string): Promise<Answer<{ url: string }>> {
  return postToAuth("signin/oidc", { callbackUrl });
}

/** Ends the session, here and in the database. */
export function signOut(): Promise<Answer<{ url: string }>> {
  return postToAuth("signout", {});
}

/** Sends JSON to a door of `/v1`. */
export function postJson<T>(path: string, body: unknown): Promise<Answer<T>> {
  return answerOf(() =>
    fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

/** Posts to a door of next-auth, with the token that it asks for against forged forms. */
function postToAuth(door: string, fields: Record<string, string>): Promise<Answer<{ url: string }>> {
  return answerOf(async () => {
    const answer = await fetch("/api/auth/csrf", { cache: "no-store" });
    if (!answer.ok) return answer;
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    return fetch(`/api/auth/${door}`, { method: "POST", body });
  });
}

async function answerOf<T>(send: () => Promise<Response>): Promise<Answer<T>> {
  const response = await send().catch(() => undefined);
  if (!response) return refused("The server can't be reached. Check your connection and try again.");
  const body = await response.json().catch(() => undefined);
  if (response.ok) return { ok: true, body };
  const { detail, errors = [], request_id } = body ?? {};
  if (response.status < 500 && detail) return refused(detail, errors);
  return refused(`Something failed on our side. Try again; if it stays, tell us this number: ${request_id}.`);
}

function refused<T>(message: string, fields: Refusal["fields"] = []): Answer<T> {
  return { ok: false, refusal: { message, fields } };
}
