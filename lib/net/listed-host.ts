import { withoutBrackets } from "./address.ts";

/** A host name without its brackets or trailing dots, in lower case. */
export function bareHost(hostname: string): string {
  return withoutBrackets(hostname).toLowerCase().replace(/\.+$/, "");
}

/**
 * The `host:port` pairs that entries of ALLOW_PRIVATE_HOSTS stand for; one without a port stands for 80 and 443.
 * @throws Error that names an entry which isn't host:port
 */
export function parseListedHosts(entries: readonly string[]): Set<string> {
  return new Set(entries.flatMap(pairsOf));
}

function pairsOf(entry: string): string[] {
  const url = /[\s/@?#]/.test(entry) ? null : URL.parse(`http://${entry}`);
  if (!url?.hostname) throw new Error(`ALLOW_PRIVATE_HOSTS: “${entry}” is not host:port.`);
  const host = bareHost(url.hostname);
  return /:\d+$/.test(entry) ? [`${host}:${url.port || "80"}`] : [`${host}:80`, `${host}:443`];
}

/** The port that a request to an address goes to. */
export function portOf({ port, protocol }: { port: string; protocol: string }): string {
  return port || (protocol === "https:" ? "443" : "80");
}

/** Whether the deployment lists an address's host and port as readable although private. */
export function isListedHost(url: URL, entries: readonly string[]): boolean {
  return parseListedHosts(entries).has(`${bareHost(url.hostname)}:${portOf(url)}`);
}
