import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** [CIDR, what it is], IANA's special-purpose registries and the clouds' metadata addresses (SECURITY §2). */
const specialV4: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "this host"],
  ["10.0.0.0/8", "a private network"],
  ["100.64.0.0/10", "a carrier's shared network"],
  ["127.0.0.0/8", "this machine"],
  ["168.63.129.16/32", "a cloud's metadata service"],
  ["169.254.0.0/16", "link-local, where clouds keep their metadata"],
  ["172.16.0.0/12", "a private network"],
  ["192.0.0.0/24", "reserved for protocols"],
  ["192.0.2.0/24", "reserved for documentation"],
  ["192.88.99.0/24", "a 6to4 relay"],
  ["192.168.0.0/16", "a private network"],
  ["198.18.0.0/15", "reserved for benchmarks"],
  ["198.51.100.0/24", "reserved for documentation"],
  ["203.0.113.0/24", "reserved for documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
];

/** Ranges whose last or middle bytes carry an IPv4 address: [CIDR, name, offset of its bytes, mask]. */
const translatedV6: readonly (readonly [string, string, number, number])[] = [
  ["::ffff:0:0/96", "IPv4-mapped", 12, 0],
  ["::ffff:0:0:0/96", "SIIT", 12, 0],
  ["64:ff9b::/96", "NAT64", 12, 0],
  ["2002::/16", "6to4", 2, 0],
  ["2001::/32", "Teredo", 12, 0xff],
  ["::/96", "IPv4-compatible", 12, 0],
];

const specialV6: readonly (readonly [string, string])[] = [
  ["::/128", "this host"],
  ["::1/128", "this machine"],
  ["64:ff9b:1::/48", "a local translator"],
  ["100::/64", "discarded"],
  ["2001::/23", "reserved for protocols"],
  ["2001:db8::/32", "reserved for documentation"],
  ["3fff::/20", "reserved for documentation"],
  ["5f00::/16", "segment routing"],
  ["fc00::/7", "a private network"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "a private network"],
  ["ff00::/8", "multicast"],
];

type Range = { bytes: readonly number[]; bits: number };

function range(cidr: string): Range {
  const [address, bits] = ipaddr.parseCIDR(cidr);
  return { bytes: address.toByteArray(), bits };
}

const v4 = specialV4.map(([cidr, what]) => ({ ...range(cidr), what }));
const v6 = specialV6.map(([cidr, what]) => ({ ...range(cidr), what }));
const translated = translatedV6.map(([cidr, name, offset, mask]) => ({ ...range(cidr), name, offset, mask }));
const globalUnicast = range("2000::/3");

function within(bytes: readonly number[], { bytes: prefix, bits }: Range): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (bytes[i] !== prefix[i]) return false;
  const rest = bits & 7;
  return rest === 0 || (bytes[whole] ?? 0) >> (8 - rest) === (prefix[whole] ?? 0) >> (8 - rest);
}

function problemOfV4(bytes: readonly number[]): string | undefined {
  return v4.find((entry) => within(bytes, entry))?.what;
}

function problemOfV6(bytes: readonly number[]): string | undefined {
  const special = v6.find((entry) => entry.bits > 96 && within(bytes, entry));
  if (special) return special.what;
  const form = translated.find((entry) => within(bytes, entry));
  if (form) {
    const inner = bytes.slice(form.offset, form.offset + 4).map((byte) => byte ^ form.mask);
    return `${form.name}, carrying ${inner.join(".")} (${problemOfV4(inner) ?? "an address to be used directly"})`;
  }
  const other = v6.find((entry) => within(bytes, entry));
  if (other) return other.what;
  return within(bytes, globalUnicast) ? problemOfIsatap(bytes) : "not a global address";
}

/** ISATAP keeps an IPv4 address behind 0:5efe or 200:5efe in any prefix (RFC 5214 §6.1). */
function problemOfIsatap(bytes: readonly number[]): string | undefined {
  const marked =
    (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  if (!marked) return undefined;
  const inner = bytes.slice(12);
  const problem = problemOfV4(inner);
  return problem && `ISATAP, carrying ${inner.join(".")} (${problem})`;
}

/**
 * Why no request may go to an IP address, or undefined when it is a global one.
 * Only 2000::/3 and global IPv4 pass, minus the special ranges; every form that translates to IPv4 is refused,
 * since the address it carries can be reached directly if it is fit to be.
 *
 * @param text an address as a resolver or `URL.hostname` gives it; brackets and zone ids are understood
 */
export function addressProblem(text: string): string | undefined {
  const bare = withoutBrackets(text);
  if (isIP(bare) === 0) return "not an IP address";
  const address = ipaddr.parse(bare);
  if (address.kind() === "ipv6" && bare.includes("%")) return "an address bound to one interface";
  const bytes = address.toByteArray();
  return address.kind() === "ipv4" ? problemOfV4(bytes) : problemOfV6(bytes);
}

/** Whether a host, as `URL.hostname` writes it or without its brackets, is an address and not a name. */
export function isAddress(hostname: string): boolean {
  return isIP(withoutBrackets(hostname)) !== 0;
}

export function withoutBrackets(hostname: string): string {
  return hostname.startsWith("[") && hostname.endsWith("]") ? hostname.slice(1, -1) : hostname;
}

const privateNames = new Set([
  "localhost",
  "metadata.google.internal",
  "metadata.goog",
  "metadata",
  "instance-data",
  "instance-data.ec2.internal",
]);

/** Why no request may go to a host name whatever it resolves to, or undefined. */
export function nameProblem(hostname: string): string | undefined {
  const name = hostname.toLowerCase().replace(/\.+$/, "");
  if (name === "") return "no host name";
  if (name === "localhost" || name.endsWith(".localhost")) return "this machine";
  return privateNames.has(name) ? "a cloud's metadata service" : undefined;
}
