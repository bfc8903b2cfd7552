import { BookOpen, Cable, Code, House, Library, Play, Settings } from "lucide-react";
import { useTranslations } from "next-intl";
import { NavLinks } from "./nav-links.tsx";
import { SearchBox } from "./search-box.tsx";

/** The ways to the pages of a workspace. */
export function WorkspaceBar({ workspaceId }: { workspaceId: string }) {
  const t = useTranslations("shell");
  const home = `/w/${workspaceId}`;
  return (
    <>
      <SearchBox action={`${home}/search`} />
      <NavLinks
        label={t("pages")}
        links={[
          { href: home, label: t("home"), icon: <House size={16} />, isHome: true },
          { href: `${home}/connectors`, label: t("connectors"), icon: <Cable size={16} /> },
          { href: `${home}/runs`, label: t("runs"), icon: <Play size={16} /> },
          { href: `${home}/collections`, label: t("collections"), icon: <Library size={16} /> },
          { href: `${home}/settings`, label: t("settings"), icon: <Settings size={16} /> },
        ]}
      />
      <div className="max-md:hidden">
        <NavLinks
          label={t("help")}
          links={[
            { href: "/docs", label: t("documentation"), icon: <BookOpen size={16} /> },
            { href: "/docs/api", label: t("api"), icon: <Code size={16} /> },
          ]}
        />
      </div>
    </>
  );
}
