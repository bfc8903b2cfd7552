import { getTranslations } from "next-intl/server";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listCollections } from "#lib/collections/list.ts";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import type { Context } from "#lib/context.ts";
import { AssociationChoice } from "../../association-choice.tsx";

/** The collections that a connector is in. */
export async function ConnectorCollections({ ctx, connector }: { ctx: Context; connector: ListedConnector }) {
  const [{ items }, t] = await Promise.all([
    listCollections(ctx, { limit: 200 }),
    getTranslations("association"),
  ]);
  const isIn = new Set(connector.collection_ids);
  const home = `/w/${ctx.workspaceId}/collections`;
  return (
    <section id="collections" className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("collections")}</h2>
      <AssociationChoice
        inside={items
          .filter(({ id }) => isIn.has(id))
          .map(({ id, name }) => ({ id, name, href: `${home}/${id}` }))}
        addable={items.filter(({ id }) => !isIn.has(id)).map(({ id, name }) => ({ id, name }))}
        door={{
          before: `/v1/workspaces/${ctx.workspaceId}/connectors/${connector.id}/collections/`,
          after: "",
        }}
        mayChange={isAllowed(ctx.role, "connectors.write")}
        words={{ add: t("add"), none: t("in_no_collection"), choose: t("choose_collection") }}
      />
    </section>
  );
}
