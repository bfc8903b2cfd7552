import Form from "next/form";
import { useTranslations } from "next-intl";

/** Searches the documents from wherever one is. */
export function SearchBox({ action }: { action: string }) {
  const t = useTranslations("shell");
  return (
    <search className="min-w-0 grow">
      <Form action={action}>
        <input
          type="search"
          name="q"
          aria-label={t("search")}
          aria-keyshortcuts="/"
          placeholder={t("search_short")}
          className="w-full rounded-lg border border-line bg-page px-3 py-1.5 text-sm placeholder:text-quiet"
        />
      </Form>
    </search>
  );
}
