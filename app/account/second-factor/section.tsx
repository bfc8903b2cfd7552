import { useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import type { PresentedMe } from "#lib/auth/account/schemas.ts";
import { oidcSettings } from "#lib/auth/oidc/settings.ts";
import { SecondFactor } from "./second-factor.tsx";

/** What signing in with the password asks for as well, and the ways to change that. */
export function SecondFactorSection({ user }: { user: NonNullable<PresentedMe["user"]> }) {
  const t = useTranslations("account");
  return (
    <Section title={t("second_factor")} help={t("second_factor_help")}>
      {user.has_password ? (
        <SecondFactor email={user.email} factor={user.second_factor} />
      ) : (
        <p className="text-sm">{t("factor_elsewhere", { issuer: oidcSettings()?.name ?? t("elsewhere") })}</p>
      )}
    </Section>
  );
}
