import type { Metadata } from "next";
import Link from "next/link";
import { isSetUp } from "#lib/auth/setup-code.ts";
import { services } from "#lib/services.ts";
import { SignUpForm } from "./sign-up-form.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage({ searchParams }: Props) {
  const { code } = await searchParams;
  if (await isSetUp(services().db)) {
    return (
      <>
        <h1 className="font-semibold text-2xl">Sign up</h1>
        <p>
          Tributary is set up already. Ask an admin of your workspace for an invitation, or{" "}
          <Link href="/sign-in" className="text-accent underline underline-offset-2">
            sign in
          </Link>
          .
        </p>
      </>
    );
  }
  return (
    <>
      <h1 className="font-semibold text-2xl">Set up Tributary</h1>
      <p className="text-quiet text-sm">
        You become the owner of its first workspace, and invite the others.
      </p>
      <SignUpForm code={typeof code === "string" ? code : ""} />
    </>
  );
}
