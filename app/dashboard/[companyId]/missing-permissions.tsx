import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { permissionReason } from "#lib/whop/index.ts";
import { approvalsUrl } from "./health/approvals-url.ts";

type Props = { names: readonly string[]; speech: Pick<Speech, "t" | "say"> };

/** Each permission that Whop missed, what it is for, and where to give it. */
export function MissingPermissions({ names, speech: { t, say } }: Props) {
  return names.map((name) => (
    <Notice
      key={name}
      tone="danger"
      title={t("owner.today.alert.permission.title", { name })}
      action={<ExternalLink href={approvalsUrl}>{t("owner.today.alert.permission.action")}</ExternalLink>}
    >
      {say(permissionReason(name) ?? "")} {t("owner.today.alert.permission.text")}
    </Notice>
  ));
}
