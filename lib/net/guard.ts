import { promises as dns, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { addressProblem, isAddress, nameProblem } from "./address.ts";
import { FetchError } from "./fetch-error.ts";
import { bareHost, parseListedHosts, portOf } from "./listed-host.ts";

/** Every address of a name. Tests give their own, so that no packet leaves the machine. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export type GuardOptions = {
  /** `host:port` entries that may be private and may use any port. */
  allowPrivateHosts?: readonly string[];
  resolve?: Resolve;
  connectTimeoutMs?: number;
  /** Connections to one origin at most. */
  connectionsPerOrigin?: number;
};

export type Guard = {
  /** @throws FetchError `blocked` when no request may go to this URL, by its form alone */
  judge: (url: URL) => void;
  /** Connects only where `judge` and the resolved addresses allow, whoever uses it. */
  agent: Agent;
};

const openPorts = new Set(["80", "443"]);

const resolveByDns: Resolve = (hostname) => dns.lookup(hostname, { all: true });

function blocked(host: string, why: string): FetchError {
  return new FetchError(
    "blocked",
    `${host} may not be read: it is ${why}. Whoever runs this server can list it in ALLOW_PRIVATE_HOSTS.`,
  );
}

function judgeHost(hostname: string, port: string): void {
  const problem = isAddress(hostname) ? addressProblem(hostname) : nameProblem(hostname);
  if (problem) throw blocked(hostname, problem);
  if (!openPorts.has(port)) {
    throw new FetchError(
      "blocked",
      `${hostname}:${port} may not be read: only ports 80 and 443 are open. Whoever runs this server can list it in ALLOW_PRIVATE_HOSTS.`,
    );
  }
}

/** Resolves at connect time and refuses when any address isn't global, so no second look-up can differ. */
function guardedLookup(resolve: Resolve, judged: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const bad = judged ? addresses.find(({ address }) => addressProblem(address)) : undefined;
        const first = addresses[0];
        if (bad) callback(blocked(hostname, `at ${bad.address}, ${addressProblem(bad.address)}`), "", 0);
        else if (!first) callback(new FetchError("dns", `${hostname} has no address.`), "", 0);
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

/**
 * The door through which every request of a connector leaves (SECURITY §2): decides on the parsed URL, and again
 * at connect time on every address that the resolver gave, with the connection pinned to those.
 */
export function createGuard(options: GuardOptions = {}): Guard {
  const allowed = parseListedHosts(options.allowPrivateHosts ?? []);
  const resolve = options.resolve ?? resolveByDns;
  const timeout = options.connectTimeoutMs ?? 5000;
  const connectJudged = buildConnector({ timeout, allowH2: false, lookup: guardedLookup(resolve, true) });
  const connectListed = buildConnector({ timeout, allowH2: false, lookup: guardedLookup(resolve, false) });
  const isListed = (hostname: string, port: string) => allowed.has(`${bareHost(hostname)}:${port}`);

  const connect: buildConnector.connector = (target, callback) => {
    const port = portOf(target);
    if (isListed(target.hostname, port)) return connectListed(target, callback);
    try {
      judgeHost(target.hostname, port);
    } catch (error) {
      return callback(error instanceof Error ? error : new Error(String(error)), null);
    }
    return connectJudged(target, callback);
  };

  return {
    agent: new Agent({ connect, connections: options.connectionsPerOrigin ?? 32, keepAliveTimeout: 10_000 }),
    judge(url) {
      if (url.protocol !== "http:" && url.protocol !== "https:") {
        throw new FetchError("blocked", `Only http and https addresses can be read, not ${url.protocol}`);
      }
      if (url.username || url.password) {
        throw new FetchError("blocked", "An address may not hold a user name or password.");
      }
      const port = portOf(url);
      if (!isListed(url.hostname, port)) judgeHost(url.hostname, port);
    },
  };
}
