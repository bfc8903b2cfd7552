"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { signOut } from "./auth-client.ts";

/** @param to where to go then: the sign-in page unless told */
export function SignOutButton({ to = "/sign-in" }: { to?: string }) {
  const t = useTranslations("auth");
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
      {t(state === "failed" ? "still_signed_in" : "sign_out")}
    </button>
  );
}
