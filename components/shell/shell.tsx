import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type Props = {
  /** Where one is: the workspace, or the product. */
  top: ReactNode;
  /** What the bar offers, in its order. */
  bar: ReactNode;
  account: ReactNode;
  children: ReactNode;
};

/** What surrounds each page: a bar at the left, on narrow screens at the top. */
export function Shell({ top, bar, account, children }: Props) {
  const t = useTranslations("shell");
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only rounded-lg bg-page px-3 py-2 focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-10"
      >
        {t("skip")}
      </a>
      <header className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-2 border-line border-b bg-raised px-4 py-3 md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-r md:border-b-0 md:px-3 md:py-4">
        <div className="min-w-0">{top}</div>
        <div className="max-md:row-start-1 max-md:[grid-column:2] md:order-last md:mt-auto md:grid">
          {account}
        </div>
        <div className="grid min-w-0 gap-2 max-md:col-span-2 md:min-h-0 md:content-start md:overflow-y-auto">
          {bar}
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto grid max-w-7xl gap-8 has-data-wide:max-w-[120rem] px-4 py-6 md:px-8 md:py-8">
          {children}
        </div>
      </main>
    </div>
  );
}
