import { useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import type { PresentedToken } from "#lib/auth/tokens/schemas.ts";
import { RevokeToken } from "./revoke-token.tsx";

type Props = { workspaceId: string; token: PresentedToken; maker: string | undefined; now: Date };

/** A token as it is known afterwards: by its name and its last four characters. */
export function TokenRow({ workspaceId, token, maker, now }: Props) {
  const t = useTranslations("tokens");
  const names = useTranslations("roles");
  const { id, name, role, scopes, hint, created_at, last_used_at, expires_at, revoked_at } = token;
  const isExpired = expires_at !== null && Date.parse(expires_at) <= now.getTime();
  return (
    <tr className={revoked_at || isExpired ? "text-quiet" : undefined}>
      <td className="[overflow-wrap:anywhere]">
        <span className="font-medium">{name}</span>
        <br />
        <code className="font-mono text-quiet">{`trb_…${hint}`}</code>
      </td>
      <td>
        {names(role)}
        {scopes ? (
          <>
            <br />
            <span className="text-quiet">{scopes.join(", ")}</span>
          </>
        ) : null}
      </td>
      <td>
        <Moment at={created_at} />
        {maker ? (
          <>
            <br />
            <span className="text-quiet">{t("by", { name: maker })}</span>
          </>
        ) : null}
      </td>
      <td>{last_used_at ? <Moment at={last_used_at} /> : t("never_used")}</td>
      <td>
        {isExpired ? <span className="text-warn">{t("expired")}: </span> : null}
        {expires_at ? <Moment at={expires_at} /> : t("never_expires")}
      </td>
      <td>
        {revoked_at ? (
          <>
            <span className="text-bad">{t("revoked")}</span>
            <br />
            <Moment at={revoked_at} />
          </>
        ) : (
          <RevokeToken workspaceId={workspaceId} id={id} name={name} />
        )}
      </td>
    </tr>
  );
}
