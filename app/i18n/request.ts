import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { viewer } from "#app/session.ts";
import { isTimeZone } from "#lib/schedules/zone.ts";
import en from "../../messages/en/index.ts";
import pt from "../../messages/pt-BR/index.ts";
import { pickLocale, wishedLanguages } from "./locales.ts";

const catalogues = { en, "pt-BR": pt };

/** In which language and time zone a page is shown: the account's setting, the browser's cookie, what it asks for. */
export default getRequestConfig(async () => {
  const [jar, asked, me] = await Promise.all([cookies(), headers(), viewer()]);
  const wishes = [me?.user?.locale, jar.get("locale")?.value];
  const locale = pickLocale([...wishes, ...wishedLanguages(asked.get("accept-language"))]);
  const zone = me?.user?.time_zone ?? jar.get("time_zone")?.value ?? "UTC";
  return {
    locale,
    messages: catalogues[locale],
    timeZone: isTimeZone(zone) ? zone : "UTC",
    now: new Date(),
  };
});
