import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { permissionReason } from "#lib/whop/index.ts";
import { approvalsUrl } from "./health/approvals-url.ts";

/** Each permission that Whop missed, what it is for, and where to give it. */
export function MissingPermissions({ names, t }: { names: readonly string[]; t: Translator }) {
  return names.map((name) => (
    <Notice
      key={name}
      tone="danger"
      title={t("owner.today.alert.permission.title", { name })}
      action={<ExternalLink href={approvalsUrl}>{t("owner.today.alert.permission.action")}</ExternalLink>}
    >
      {permissionReason(name)} {t("owner.today.alert.permission.text")}
    </Notice>
  ));
}
