import { Card } from "#app/_ui/card/card.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { manifest } from "#lib/whop/index.ts";
import { approvalsUrl } from "./approvals-url.ts";
import { InstallationCheck } from "./installation-check.tsx";

/** What Referly asks Whop for, and why, with a look at whether it has it. */
export function Permissions({ companyId, t }: { companyId: string; t: Translator }) {
  return (
    <Card
      title={t("owner.health.permissions.title")}
      hint={t("owner.health.permissions.hint")}
      action={<ExternalLink href={approvalsUrl}>{t("owner.health.permissions.open")}</ExternalLink>}
      id="permissions"
    >
      <InstallationCheck companyId={companyId} permissions={manifest.permissions} />
    </Card>
  );
}
