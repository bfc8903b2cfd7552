import { env } from "#lib/env.ts";
import { createGuard, type Guard } from "./guard.ts";

let guard: Guard | undefined;

/**
 * Judges an address by its form, as it is entered; where it leads is judged once more when it is asked.
 * @throws FetchError `blocked` when no request may go there
 */
export function judgeUrl(url: URL): void {
  guard ??= createGuard({ allowPrivateHosts: env().ALLOW_PRIVATE_HOSTS });
  guard.judge(url);
}
