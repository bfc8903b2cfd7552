"use client";

import { useState } from "react";
import { signOut } from "./auth-client.ts";

export function SignOutButton() {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const leave = () => {
    setState("busy");
    signOut().catch(() => setState("failed"));
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
