import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTimeZone, getTranslations } from "next-intl/server";
import { chosenTheme } from "#app/account-corner.tsx";
import { LanguageChoice } from "#app/language-choice.tsx";
import { currentIdentity, viewer } from "#app/session.ts";
import { SettingForm } from "#app/setting-form.tsx";
import { timeZoneOptions } from "#app/time-zones.ts";
import { ThemeChoice } from "#components/shell/theme-choice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import type { PresentedMe } from "#lib/auth/account/schemas.ts";
import { oidcSettings } from "#lib/auth/oidc/settings.ts";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorSection } from "./second-factor/section.tsx";
import { Sessions } from "./sessions.tsx";

type User = NonNullable<PresentedMe["user"]>;

export async function generateMetadata(): Promise<Metadata> {
  // The layout's template is for the pages below this one.
  return { title: `${(await getTranslations("account"))("title")} · Tributary` };
}

export default async function AccountPage() {
  const identity = await currentIdentity();
  const [me, zone, theme, t] = await Promise.all([
    viewer(),
    getTimeZone(),
    chosenTheme(),
    getTranslations("account"),
  ]);
  if (!me?.user) return null;
  return (
    <>
      <PageHeader title={t("title")}>
        <p className="text-quiet">{me.user.email}</p>
      </PageHeader>
      <div className="grid min-w-0 gap-8">
        <Section title={t("name")} help={t("name_help")}>
          <SettingForm
            door="/v1/me"
            name="name"
            label={t("name")}
            value={me.user.name}
            wrong={t("enter_name")}
            input={{ autoComplete: "name", maxLength: 100 }}
          />
        </Section>
        <Section title={t("language")} help={t("language_help")}>
          <div className="max-w-md">
            <LanguageChoice />
          </div>
        </Section>
        <TimeZone user={me.user} shown={zone} />
        <Section title={t("theme")} help={t("theme_help")}>
          <div className="max-w-md">
            <ThemeChoice theme={theme} />
          </div>
        </Section>
        <Password user={me.user} />
        <SecondFactorSection user={me.user} />
        <Sessions identity={identity} />
      </div>
    </>
  );
}

function TimeZone({ user, shown }: { user: User; shown: string }) {
  const t = useTranslations("account");
  const own = user.time_zone ?? "";
  const browsers = {
    value: "",
    words: own === "" ? t("browsers_zone_is", { zone: shown }) : t("browsers_zone"),
  };
  return (
    <Section title={t("time_zone")} help={t("time_zone_help")}>
      <SettingForm
        door="/v1/me"
        name="time_zone"
        label={t("time_zone")}
        value={own}
        options={[browsers, ...timeZoneOptions(own || "Etc/UTC", t("other_zones"))]}
      />
    </Section>
  );
}

function Password({ user }: { user: User }) {
  const t = useTranslations("account");
  return (
    <Section title={t("password")} help={user.has_password ? t("password_help") : undefined}>
      {user.has_password ? (
        <PasswordForm email={user.email} />
      ) : (
        <p className="text-sm">{t("no_password", { issuer: oidcSettings()?.name ?? t("elsewhere") })}</p>
      )}
    </Section>
  );
}
