// The browser's side of signing in: next-auth's doors.
import { type Answer, answerOf } from "#app/api-client.ts";

/** Signs in; the answer is where to go then. `code` is for an account with a second factor. */
export function signIn(
  credentials: { email: string; password: string; code?: string },
  callbackUrl: string,
): Promise<Answer<{ url: string }>> {
  return postToAuth("callback/credentials", { ...credentials, callbackUrl });
}

/** Begins single sign-on; the answer is the issuer's page, or ours that says why there is none. */
export function beginSingleSignOn(callbackUrl: string): Promise<Answer<{ url: string }>> {
  return postToAuth("signin/oidc", { callbackUrl });
}

/** Ends the session, here and in the database. */
export function signOut(): Promise<Answer<{ url: string }>> {
  return postToAuth("signout", {});
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
