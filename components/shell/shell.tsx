import { BookOpen, Cable, Code, House, Library, Play, Settings } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NavLinks } from "./nav-links.tsx";

type Props = { workspaceId: string; workspaceName: string; account: ReactNode; children: ReactNode };

/** What surrounds each page of a workspace: a bar at the left, on narrow screens at the top. */
export function Shell({ workspaceId, workspaceName, account, children }: Props) {
  const t = useTranslations("shell");
  const home = `/w/${workspaceId}`;
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only rounded-lg bg-page px-3 py-2 focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-10"
      >
        {t("skip")}
      </a>
      <header className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-2 border-line border-b bg-raised px-4 py-3 md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-r md:border-b-0 md:px-3 md:py-4">
        <Link href={home} className="truncate px-2.5 py-1 font-semibold">
          {workspaceName}
        </Link>
        <div className="max-md:row-start-1 max-md:[grid-column:2] md:order-last md:mt-auto md:grid">
          {account}
        </div>
        <div className="max-md:col-span-2">
          <SearchBox action={`${home}/search`} />
        </div>
        <div className="min-w-0 max-md:col-span-2">
          <NavLinks label={t("pages")} links={pageLinks(home, t)} />
        </div>
        <div className="max-md:hidden">
          <NavLinks label={t("help")} links={helpLinks(t)} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto grid max-w-7xl gap-8 px-4 py-6 md:px-8 md:py-8">{children}</div>
      </main>
    </div>
  );
}

type Words = ReturnType<typeof useTranslations<"shell">>;

function pageLinks(home: string, t: Words) {
  return [
    { href: home, label: t("home"), icon: <House size={16} />, isHome: true },
    { href: `${home}/connectors`, label: t("connectors"), icon: <Cable size={16} /> },
    { href: `${home}/runs`, label: t("runs"), icon: <Play size={16} /> },
    { href: `${home}/collections`, label: t("collections"), icon: <Library size={16} /> },
    { href: `${home}/settings`, label: t("settings"), icon: <Settings size={16} /> },
  ];
}

function helpLinks(t: Words) {
  return [
    { href: "/docs", label: t("documentation"), icon: <BookOpen size={16} /> },
    { href: "/docs/api", label: t("api"), icon: <Code size={16} /> },
  ];
}

function SearchBox({ action }: { action: string }) {
  const t = useTranslations("shell");
  return (
    <search>
      <Form action={action}>
        <input
          type="search"
          name="q"
          aria-label={t("search")}
          placeholder={t("search")}
          className="w-full rounded-lg border border-line bg-page px-3 py-1.5 text-sm placeholder:text-quiet"
        />
      </Form>
    </search>
  );
}
