import Link from "next/link";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const [locale, { errors, auth, invitation, set_up }] = await Promise.all([getLocale(), getMessages()]);
  return (
    <main lang={locale} className="mx-auto grid max-w-sm gap-6 px-6 py-16">
      <Link href="/docs" className="font-semibold text-quiet text-sm">
        Tributary
      </Link>
      <NextIntlClientProvider messages={{ errors, auth, invitation, set_up }}>
        {children}
      </NextIntlClientProvider>
    </main>
  );
}
