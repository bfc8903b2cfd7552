import { CircleUser } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type Props = { name: string; email: string; children: ReactNode };

const id = "account-menu";

/** Who is signed in, and what they set for themselves. The browser opens, closes and focuses it. */
export function AccountMenu({ name, email, children }: Props) {
  const t = useTranslations("shell");
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={t("account", { name })}
        className="flex min-w-0 items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-left text-sm hover:bg-line/60"
      >
        <CircleUser aria-hidden="true" size={18} className="shrink-0 text-quiet" />
        <span className="truncate max-md:sr-only">{name}</span>
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-14 right-4 m-0 w-72 gap-4 rounded-lg border border-line bg-page p-4 text-ink open:grid md:top-auto md:right-auto md:bottom-16 md:left-3"
      >
        <p className="grid text-sm">
          <span className="truncate font-medium">{name}</span>
          <span className="truncate text-quiet">{email}</span>
        </p>
        {children}
      </div>
    </>
  );
}
