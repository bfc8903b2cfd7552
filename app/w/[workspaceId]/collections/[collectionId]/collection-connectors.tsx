import { getTranslations } from "next-intl/server";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listConnectors } from "#lib/connectors/list.ts";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import type { Context } from "#lib/context.ts";
import { AssociationChoice } from "../../association-choice.tsx";

type Props = { ctx: Context; collectionId: string; inside: ListedConnector[] };

/** The connectors of a collection; whoever may adds others and takes some out. */
export async function CollectionConnectors({ ctx, collectionId, inside }: Props) {
  const mayChange = isAllowed(ctx.role, "connectors.write");
  const [others, t] = await Promise.all([
    mayChange ? listConnectors(ctx, { limit: 200 }) : { items: [] },
    getTranslations("association"),
  ]);
  const isIn = new Set(inside.map(({ id }) => id));
  const home = `/w/${ctx.workspaceId}/connectors`;
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("connectors")}</h2>
      <AssociationChoice
        inside={inside.map(({ id, name }) => ({ id, name, href: `${home}/${id}` }))}
        addable={others.items.filter(({ id }) => !isIn.has(id)).map(({ id, name }) => ({ id, name }))}
        door={{
          before: `/v1/workspaces/${ctx.workspaceId}/connectors/`,
          after: `/collections/${collectionId}`,
        }}
        mayChange={mayChange}
        words={{ add: t("add"), none: t("no_connectors"), choose: t("choose_connector") }}
      />
    </section>
  );
}
