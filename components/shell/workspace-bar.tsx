import {
  BookOpen,
  Cable,
  CalendarClock,
  Code,
  House,
  Library,
  ListChecks,
  Play,
  Settings,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NavLinks } from "./nav-links.tsx";
import { SearchBox } from "./search-box.tsx";
import { type WorkspacePage, workspacePages } from "./workspace-pages.ts";

type Props = {
  workspaceId: string;
  /** How many things want a person. */
  attention: number;
  /** Stands beside the search. */
  command: ReactNode;
};

const icons: Record<WorkspacePage, ReactNode> = {
  home: <House size={16} />,
  connectors: <Cable size={16} />,
  schedules: <CalendarClock size={16} />,
  runs: <Play size={16} />,
  review: <ListChecks size={16} />,
  collections: <Library size={16} />,
  settings: <Settings size={16} />,
};

const countedAtMost = 999;

/** The ways to the pages of a workspace. */
export function WorkspaceBar({ workspaceId, attention, command }: Props) {
  const t = useTranslations("shell");
  const home = `/w/${workspaceId}`;
  const count = {
    shown: attention > countedAtMost ? `${countedAtMost}+` : String(attention),
    words: t("attention", { count: attention }),
  };
  const pages = workspacePages.map(({ name, path }) => ({
    href: `${home}${path}`,
    label: t(name),
    icon: icons[name],
    isHome: name === "home",
    ...(name === "home" && attention > 0 && { count }),
  }));
  return (
    <>
      <div className="flex gap-2">
        <SearchBox action={`${home}/search`} />
        {command}
      </div>
      <NavLinks label={t("pages")} links={pages} />
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
