import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { isSetUp } from "#lib/auth/setup-code.ts";
import { services } from "#lib/services.ts";
import { SignUpForm } from "./sign-up-form.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("sign_up") };
}

export default async function SignUpPage({ searchParams }: Props) {
  const { code } = await searchParams;
  const [t, auth] = await Promise.all([getTranslations("set_up"), getTranslations("auth")]);
  if (await isSetUp(services().db)) {
    return (
      <>
        <h1 className="font-semibold text-2xl">{auth("sign_up")}</h1>
        <p>
          {t.rich("done", {
            link: (words) => (
              <Link href="/sign-in" className="text-accent underline underline-offset-2">
                {words}
              </Link>
            ),
          })}
        </p>
      </>
    );
  }
  return (
    <>
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="text-quiet text-sm">{t("owner")}</p>
      <SignUpForm code={typeof code === "string" ? code : ""} />
    </>
  );
}
