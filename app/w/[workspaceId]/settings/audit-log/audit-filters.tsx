"use client";

import { useTranslations } from "next-intl";
import { useActionWords } from "#components/audit/use-action-words.ts";
import { Filters } from "#components/ui/filters.tsx";
import { auditActions, auditTargets } from "#lib/audit/actions.ts";
import type { PresentedMember } from "#lib/auth/members/schemas.ts";
import type { PresentedToken } from "#lib/auth/tokens/schemas.ts";

type Props = {
  path: string;
  zone: string;
  people: Pick<PresentedMember, "user_id" | "name">[];
  tokens: Pick<PresentedToken, "id" | "name">[];
  actor_id?: string | undefined;
  action?: string | undefined;
  target_type?: string | undefined;
  target_id?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
};

/** By whom, what, about what, and on which days of the viewer. */
export function AuditFilters({ path, zone, people, tokens, ...given }: Props) {
  const t = useTranslations("audit");
  const wordsOf = useActionWords();
  return (
    <Filters
      path={path}
      selects={[
        {
          name: "actor_id",
          label: t("who"),
          value: given.actor_id,
          options: [
            ...people.map(({ user_id, name }) => ({ value: user_id, words: name })),
            ...tokens.map(({ id, name }) => ({ value: id, words: t("token", { name }) })),
          ],
        },
        {
          name: "action",
          label: t("what"),
          value: given.action,
          options: auditActions.map((value) => ({ value, words: wordsOf(value) })),
        },
        {
          name: "target_type",
          label: t("about"),
          value: given.target_type,
          options: auditTargets.map((value) => ({ value, words: t(`targets.${value}`) })),
        },
      ]}
      days={[
        { name: "since", label: t("since", { zone }), value: given.since },
        { name: "until", label: t("until", { zone }), value: given.until },
      ]}
    />
  );
}
