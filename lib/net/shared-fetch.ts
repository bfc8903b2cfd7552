import { env, redirectedHosts } from "#lib/env.ts";
import { createGuardedFetch, type GuardedFetch } from "./fetch.ts";

let shared: GuardedFetch | undefined;

/** The guarded fetch of this process, which obeys ALLOW_PRIVATE_HOSTS and the vendors' roots, and keeps connections open between uses. */
export function sharedFetch(): GuardedFetch {
  shared ??= createGuardedFetch({
    allowPrivateHosts: [...env().ALLOW_PRIVATE_HOSTS, ...redirectedHosts(env())],
  });
  return shared;
}
