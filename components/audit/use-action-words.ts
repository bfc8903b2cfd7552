import { useTranslations } from "next-intl";

type Known = Parameters<ReturnType<typeof useTranslations<"audit_actions">>>[0];

/** Tells an action of the audit log to people; one that an older version recorded keeps its name. */
export function useActionWords(): (action: string) => string {
  const t = useTranslations("audit_actions");
  return (action) => (t.has(action as Known) ? t(action as Known) : action);
}
