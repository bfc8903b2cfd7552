import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { SignOutButton } from "#app/(auth)/sign-out-button.tsx";
import { AccountMenu } from "#components/shell/account-menu.tsx";
import { ThemeChoice } from "#components/shell/theme-choice.tsx";
import { themes } from "#components/shell/themes.ts";
import { LanguageChoice } from "./language-choice.tsx";

/** Who is signed in, with what they most often set for themselves. */
export async function AccountCorner({ person }: { person: { name: string; email: string } }) {
  const t = await getTranslations("shell");
  return (
    <AccountMenu name={person.name} email={person.email}>
      <ThemeChoice theme={await chosenTheme()} />
      <LanguageChoice />
      <p className="grid justify-items-start gap-2">
        <a href="/account" className="text-quiet text-sm hover:text-ink">
          {t("your_account")}
        </a>
        <SignOutButton />
      </p>
    </AccountMenu>
  );
}

/** The theme that this browser keeps. */
export async function chosenTheme() {
  const jar = await cookies();
  return themes.find((known) => known === jar.get("theme")?.value) ?? "system";
}
