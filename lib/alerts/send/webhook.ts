import { createHmac } from "node:crypto";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import { parseRetryAfter } from "#lib/net/retry-after.ts";
import type { Message } from "./message.ts";
import type { Outcome } from "./outcome.ts";

const timeoutMs = 15_000;
const answerBytes = 64 * 1024;

type Post = { id: string; url: string; secret: string; message: Message; now: Date };

/**
 * Posts a message as Standard Webhooks has it (https://www.standardwebhooks.com): signed, with an id that is the same at
 * each attempt. Only public addresses are reached, redirects aren't followed, and any 2xx counts as delivered.
 */
export async function postWebhook(
  fetch: GuardedFetch,
  { id, url, secret, message, now }: Post,
): Promise<Outcome> {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "Tributary",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(secret, `${id}.${timestamp}.${body}`),
      },
      maxRedirects: 0,
      maxBytes: answerBytes,
      responseTimeoutMs: timeoutMs,
      totalTimeoutMs: timeoutMs,
    });
    await answer.discard();
    const { status } = answer;
    if (status >= 200 && status < 300) return { kind: "delivered", status };
    const retryAt = parseRetryAfter(answer.headers["retry-after"], now);
    return { kind: "failed", status, error: `It answered ${status}.`, retryAt, isGone: status === 410 };
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { kind: "failed", status: null, error: error.message };
  }
}

/** @param secret `whsec_` and base64 */
function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}
