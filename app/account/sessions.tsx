import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import { listSessions } from "#lib/auth/account/list-sessions.ts";
import type { PresentedSession } from "#lib/auth/account/schemas.ts";
import type { Person } from "#lib/auth/identify.ts";
import { services } from "#lib/services.ts";
import { deviceOf } from "./device.ts";
import { EndOtherSessions, EndSession } from "./end-sessions.tsx";

/** Where somebody is signed in, and the ways to end that. */
export async function Sessions({ identity }: { identity: Person }) {
  const ctx = { ...services(), requestId: randomUUID(), identity };
  const [{ items }, t] = await Promise.all([listSessions(ctx, { limit: 100 }), getTranslations("account")]);
  const sorted = items.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <section className="grid min-w-0 gap-3 border-line border-t pt-6">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 className="font-medium">{t("sessions")}</h2>
        {items.length > 1 ? <EndOtherSessions /> : null}
      </div>
      <Table label={t("sessions")} columns={[t("device"), t("address"), t("since"), t("seen"), t("actions")]}>
        {sorted.map((session) => (
          <Row key={session.id} {...session} />
        ))}
      </Table>
    </section>
  );
}

function Row({ id, current, created_at, last_seen_at, ip, user_agent }: PresentedSession) {
  const t = useTranslations("account");
  const { browser, system } = deviceOf(user_agent ?? "");
  return (
    <tr>
      <td className="max-w-sm [overflow-wrap:anywhere]">
        <span className="font-medium">
          {browser && system ? t("browser_on", { browser, system }) : user_agent || t("unknown_device")}
        </span>
        {current ? <span className="text-good"> ({t("this_session")})</span> : null}
      </td>
      <td>{ip}</td>
      <td>
        <Moment at={created_at} />
      </td>
      <td>
        <Moment at={last_seen_at} />
      </td>
      <td>{current ? null : <EndSession id={id} />}</td>
    </tr>
  );
}
