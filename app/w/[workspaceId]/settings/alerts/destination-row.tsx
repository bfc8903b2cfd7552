import { useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import type { PresentedDestination } from "#lib/alerts/schemas.ts";
import { DestinationActions } from "./destination-actions.tsx";

type Props = { workspaceId: string; destination: PresentedDestination };

/** Where alerts go, what it is told, and whether it is. */
export function DestinationRow({ workspaceId, destination }: Props) {
  const t = useTranslations("alerts");
  const { id, type, address, kinds, disabled_at, disabled_reason } = destination;
  return (
    <tr>
      <td className="max-w-xs [overflow-wrap:anywhere]">
        <span className="font-medium">{address}</span>
        <br />
        <span className="text-quiet">{t(`types.${type}`)}</span>
      </td>
      <td>
        <ul>
          {kinds.map((kind) => (
            <li key={kind}>{t(`kind.${kind}`)}</li>
          ))}
        </ul>
      </td>
      <td className="max-w-xs [overflow-wrap:anywhere]">
        {disabled_at ? (
          <>
            <span className="text-warn">{t("off_since")}</span> <Moment at={disabled_at} />
            {disabled_reason ? <p className="text-quiet">{disabled_reason}</p> : null}
          </>
        ) : (
          <span className="text-good">{t("on")}</span>
        )}
      </td>
      <td>
        <DestinationActions
          door={`/v1/workspaces/${workspaceId}/alerts/destinations/${id}`}
          address={address}
          isOn={disabled_at === null}
          isSigned={type === "webhook"}
        />
      </td>
    </tr>
  );
}
