import ipaddr from "ipaddr.js";
import { env } from "#lib/env.ts";

/** What scripts/web.ts tells of a connection; it overwrites what a client claims under this name. */
export const socketAddressHeader = "x-tributary-address";

type HasHeaders = Pick<Headers, "get">;

/**
 * Where a request comes from: the socket's other end or, behind a proxy that the deployment trusts, the last
 * address in X-Forwarded-For, which is the one that the proxy itself wrote.
 */
export function clientAddress(headers: HasHeaders): string {
  const forwarded = env().TRUST_PROXY ? headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  return forwarded || headers.get(socketAddressHeader) || "unknown";
}

/** The part of an address that one household or machine has: all of IPv4, the /64 of IPv6. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/64`)}/64`;
}
