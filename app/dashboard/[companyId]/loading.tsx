import { words } from "#app/_ui/i18n/request.ts";
import { PageSkeleton } from "#app/_ui/page/page-skeleton.tsx";

export default async function DashboardLoading() {
  return <PageSkeleton label={(await words()).t("state.loading")} />;
}
