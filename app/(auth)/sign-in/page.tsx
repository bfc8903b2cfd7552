import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { whoIsHere } from "#app/session.ts";
import { oidcSettings } from "#lib/auth/oidc/settings.ts";
import { ownPath } from "#lib/auth/own-path.ts";
import { isSetUp } from "#lib/auth/setup-code.ts";
import { services } from "#lib/services.ts";
import { refusalKey } from "../refusals.ts";
import { SingleSignOn } from "../single-sign-on.tsx";
import { SignInForm } from "./sign-in-form.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("sign_in") };
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const goal = ownPath(callbackUrl);
  if (await whoIsHere()) redirect(goal);
  if (!(await isSetUp(services().db))) redirect("/sign-up");
  const oidc = oidcSettings();
  const [t, refusals] = await Promise.all([getTranslations("auth"), getTranslations("refusals")]);
  const issuer = oidc?.name ?? t("single_sign_on");
  const problem = typeof error === "string" ? refusals(refusalKey(error), { issuer }) : undefined;
  return (
    <>
      <h1 className="font-semibold text-2xl">{t("sign_in")}</h1>
      <SignInForm callbackUrl={goal} problem={problem} asksCode={error === "second_factor"} />
      {oidc ? <SingleSignOn name={oidc.name} callbackUrl={goal} /> : null}
      <p className="text-quiet text-sm">{t("no_account")}</p>
    </>
  );
}
