import { createTransport } from "nodemailer";
import type { AlertKind } from "#lib/alerts/kinds.ts";
import { env } from "#lib/env.ts";
import type { Message } from "./message.ts";
import type { Outcome } from "./outcome.ts";

const timeoutMs = 15_000;

/** What has happened, of each kind, and that it is over. */
const words: Record<AlertKind, { raised: string; resolved: string }> = {
  failing: { raised: "its last run failed", resolved: "its runs succeed again" },
  needs_credentials: { raised: "its source refused its credentials", resolved: "its credentials work again" },
  stalled: { raised: "it is late: planned, and nothing happens", resolved: "it is on time again" },
  held_deletions: { raised: "deletions wait for your decision", resolved: "its deletions were decided" },
  shrunk: {
    raised: "its runs succeed, but read suspiciously little",
    resolved: "its source lists what it should",
  },
};

/** Hands a message over to the mail server of SMTP_URL. The message's id is the mail's: a repeat is known as one. */
export async function sendEmail({
  id,
  to,
  message,
}: {
  id: string;
  to: string;
  message: Message;
}): Promise<Outcome> {
  const { SMTP_URL: url, MAIL_FROM: from } = env();
  if (!url) return { kind: "failed", status: null, error: "SMTP_URL isn't set: no e-mail can be sent." };
  const transport = createTransport(url, {
    from,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  } as object);
  try {
    await transport.sendMail({ from, to, messageId: `<${id}@tributary>`, ...mailOf(message) });
    return { kind: "delivered", status: null };
  } catch (error) {
    return { kind: "failed", status: null, error: error instanceof Error ? error.message : String(error) };
  } finally {
    transport.close();
  }
}

function mailOf({ type, timestamp, data }: Message): { subject: string; text: string } {
  const { workspace, alert, connector, url } = data;
  if (!alert || !connector) {
    const text = `Alerts of the workspace ${workspace.name} reach this address.\n\n${url}\n`;
    return { subject: `[Tributary] ${workspace.name}: a test`, text };
  }
  const what = words[alert.kind][type === "alert.resolved" ? "resolved" : "raised"];
  const lines = [
    `${connector.name} (${workspace.name}): ${what}.`,
    type === "alert.raised" ? (alert.reason ?? "") : "",
    type === "alert.raised" && alert.documents !== null ? `Documents: ${alert.documents}` : "",
    `Since ${timestamp}`,
    url,
  ];
  return {
    subject: `[Tributary] ${connector.name}: ${what}`,
    text: `${lines.filter(Boolean).join("\n\n")}\n`,
  };
}
