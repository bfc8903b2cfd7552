import { Check, ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

type Props = { here: string; name: string; workspaces: { workspace_id: string; name: string }[] };

const id = "workspaces";
const line = "flex min-w-0 items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm hover:bg-line/60";

/** In which workspace one is, and the ways to the others. The browser opens, closes and focuses the list. */
export function WorkspaceSwitcher({ here, name, workspaces }: Props) {
  const t = useTranslations("shell");
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={t("workspace", { name })}
        className={`${line} w-full justify-between text-base`}
      >
        <span className="truncate font-semibold">{name}</span>
        <ChevronsUpDown aria-hidden="true" size={14} className="shrink-0 text-quiet" />
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-14 left-3 m-0 max-h-[70dvh] w-64 overflow-y-auto rounded-lg border border-line bg-page p-1.5 text-ink"
      >
        <nav aria-label={t("workspaces")}>
          <ul className="grid gap-0.5">
            {workspaces.map(({ workspace_id, name: other }) => (
              <li key={workspace_id}>
                <Link
                  href={`/w/${workspace_id}`}
                  prefetch={false}
                  aria-current={workspace_id === here ? "true" : undefined}
                  className={`${line} aria-[current]:font-medium`}
                >
                  <Check
                    aria-hidden="true"
                    size={14}
                    className={`shrink-0 ${workspace_id === here ? "" : "invisible"}`}
                  />
                  <span className="truncate">{other}</span>
                </Link>
              </li>
            ))}
            <li className="mt-1 border-line border-t pt-1">
              <Link href="/account/new-workspace" prefetch={false} className={`${line} text-quiet`}>
                <Plus aria-hidden="true" size={14} className="shrink-0" />
                {t("new_workspace")}
              </Link>
            </li>
          </ul>
        </nav>
      </div>
    </>
  );
}
