import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { type PageContext, pageContext } from "#app/session.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { listDestinations } from "#lib/alerts/list.ts";
import { listDeliveries } from "#lib/alerts/list-deliveries.ts";
import { listDeliveriesQuery, type PresentedDestination } from "#lib/alerts/schemas.ts";
import { isAllowed } from "#lib/auth/permissions.ts";
import { env } from "#lib/env.ts";
import { orNotFound, readFilters, type SearchParams } from "../../filters.ts";
import { DeliveryRow } from "./delivery-row.tsx";
import { DestinationForm } from "./destination-form.tsx";
import { DestinationRow } from "./destination-row.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alerts"))("title") };
}

export default async function AlertsPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  if (!isAllowed(ctx.role, "alerts.read")) notFound();
  const filter = await readFilters(listDeliveriesQuery, searchParams);
  const [{ items: destinations }, t] = await Promise.all([
    listDestinations(ctx, { limit: 50 }),
    getTranslations("alerts"),
  ]);
  return (
    <>
      <Section title={t("add")} help={t("add_help")}>
        <DestinationForm workspaceId={ctx.workspaceId} canMail={env().SMTP_URL !== undefined} />
      </Section>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("destinations")}</h2>
        {destinations.length > 0 ? (
          <Table label={t("destinations")} columns={[t("address"), t("kinds"), t("state"), t("actions")]}>
            {destinations.map((destination) => (
              <DestinationRow key={destination.id} workspaceId={ctx.workspaceId} destination={destination} />
            ))}
          </Table>
        ) : (
          <EmptyState words={t("empty")} action={{ href: "/docs/alerts", label: t("empty_action") }} />
        )}
      </section>
      {destinations.length > 0 ? <Messages ctx={ctx} destinations={destinations} filter={filter} /> : null}
    </>
  );
}

type MessagesProps = {
  ctx: PageContext;
  destinations: PresentedDestination[];
  filter: Parameters<typeof listDeliveries>[1];
};

async function Messages({ ctx, destinations, filter }: MessagesProps) {
  const [{ items, next_cursor }, t] = await Promise.all([
    orNotFound(listDeliveries(ctx, filter)),
    getTranslations("alerts"),
  ]);
  const addressOf = (id: string) => destinations.find((one) => one.id === id)?.address ?? "";
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("messages")}</h2>
      {items.length > 0 ? (
        <Table label={t("messages")} columns={[t("message"), t("to"), t("when"), t("state"), t("actions")]}>
          {items.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              workspaceId={ctx.workspaceId}
              delivery={delivery}
              address={addressOf(delivery.destination_id)}
            />
          ))}
        </Table>
      ) : (
        <p className="text-quiet text-sm">{t("no_messages")}</p>
      )}
      <Pager
        path={`/w/${ctx.workspaceId}/settings/alerts`}
        filters={{}}
        isFirst={filter.cursor === undefined}
        nextCursor={next_cursor}
      />
    </section>
  );
}
