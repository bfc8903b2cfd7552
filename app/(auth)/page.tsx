import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentIdentity, viewer } from "#app/session.ts";
import { SignOutButton } from "./sign-out-button.tsx";

export default async function StartPage() {
  await currentIdentity();
  const home = (await viewer())?.memberships[0];
  if (home) redirect(`/w/${home.workspace_id}`);
  const t = await getTranslations("auth");
  return (
    <>
      <h1 className="font-semibold text-2xl">{t("no_workspace")}</h1>
      <p>{t("no_workspace_help")}</p>
      <p>
        <SignOutButton />
      </p>
    </>
  );
}
