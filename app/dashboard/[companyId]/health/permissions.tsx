import { Card } from "#app/_ui/card/card.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { manifest, permissionReason } from "#lib/whop/index.ts";
import { approvalsUrl } from "./approvals-url.ts";
import { InstallationCheck } from "./installation-check.tsx";

/** What Referly asks Whop for, and why, with a look at whether it has it. */
export function Permissions({ companyId, speech: { t, say } }: { companyId: string; speech: Speech }) {
  const permissions = manifest.permissions.map(({ name, required }) => ({
    name,
    required,
    reason: say(permissionReason(name) ?? ""),
  }));
  return (
    <Card
      title={t("owner.health.permissions.title")}
      hint={t("owner.health.permissions.hint")}
      action={<ExternalLink href={approvalsUrl}>{t("owner.health.permissions.open")}</ExternalLink>}
      id="permissions"
    >
      <InstallationCheck companyId={companyId} permissions={permissions} />
    </Card>
  );
}
