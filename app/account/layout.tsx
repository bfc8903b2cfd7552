import { Layers } from "lucide-react";
import Link from "next/link";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccountCorner } from "#app/account-corner.tsx";
import { HtmlDocument, siteMetadata } from "#app/html-document.tsx";
import { pageNonce } from "#app/page-nonce.ts";
import { currentIdentity, viewer } from "#app/session.ts";
import { Brand } from "#components/shell/brand.tsx";
import { NavLinks } from "#components/shell/nav-links.tsx";
import { Shell } from "#components/shell/shell.tsx";

export const metadata = siteMetadata;

/** A person's own pages, beside all workspaces. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const person = await currentIdentity();
  const [me, locale, nonce, t] = await Promise.all([
    viewer(),
    getLocale(),
    pageNonce(),
    getTranslations("shell"),
  ]);
  const links = (me?.memberships ?? []).map(({ workspace_id, name }) => ({
    href: `/w/${workspace_id}`,
    label: name,
    icon: <Layers size={16} />,
  }));
  return (
    <HtmlDocument lang={locale} nonce={nonce}>
      <NextIntlClientProvider>
        <Shell
          top={
            <Link href="/" className="block px-2.5 py-1.5">
              <Brand />
            </Link>
          }
          bar={<NavLinks label={t("workspaces")} links={links} />}
          account={<AccountCorner person={person} />}
        >
          {children}
        </Shell>
      </NextIntlClientProvider>
    </HtmlDocument>
  );
}
