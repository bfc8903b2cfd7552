"use client";

import { useState } from "react";
import { signOut } from "./auth-client.ts";

/** @param to where to go then: the sign-in page unless told */
export function SignOutButton({ to = "/sign-in" }: { to?: string }) {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const leave = async () => {
    setState("busy");
    const { ok } = await signOut();
    if (ok) location.assign(to);
    else setState("failed");
  };
  return (
    <button
      type="button"
      onClick={leave}
      disabled={state === "busy"}
      className="text-quiet text-sm hover:text-ink"
    >
      {state === "failed" ? "You are still signed in. Try again" : "Sign out"}
    </button>
  );
}
