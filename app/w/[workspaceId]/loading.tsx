import { useTranslations } from "next-intl";

/** What a page will look like, shown when it takes longer than a moment. */
export default function Loading() {
  const t = useTranslations("shell");
  return (
    <div className="late grid gap-8">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div aria-hidden="true" className="grid gap-3">
        <div className="h-8 w-56 rounded-lg bg-line/60" />
        <div className="h-4 w-80 max-w-full rounded-lg bg-line/60" />
      </div>
      <div aria-hidden="true" className="h-96 rounded-lg border border-line bg-raised" />
    </div>
  );
}
