import { asc, eq } from "drizzle-orm";
import { experiences, notifications } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { say } from "#lib/core/said.ts";
import type { News } from "#lib/notifications/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { unique } from "./factories.ts";
import { makeCommunity, openRewardStage, type RewardStage } from "./rewards.ts";

export type NotificationStage = RewardStage;

/** A database, a sandbox and services between them; it is noon in UTC, when nobody of UTC sleeps. */
export async function openNotificationStage(): Promise<NotificationStage> {
  const stage = await openRewardStage();
  const now = stage.services.clock.now();
  const noon = Math.ceil((now.getTime() - 43_200_000) / 86_400_000) * 86_400_000 + 43_200_000;
  stage.advance(noon - now.getTime());
  return stage;
}

/** A community whose members have an experience to be told from. */
export async function makeTalkingCommunity(stage: NotificationStage) {
  const community = await makeCommunity(stage);
  const { companyId, system, productId } = community;
  const experienceId = unique("exp_");
  const now = stage.services.clock.now();
  await transact(system, (tx) =>
    tx.insert(experiences).values({
      companyId,
      experienceId,
      name: "Referly",
      refreshedAt: now,
      createdAt: now,
      updatedAt: now,
    }),
  );
  stage.sandbox.world.experiences.put({
    id: experienceId,
    companyId,
    name: "Referly",
    isPublic: false,
    productIds: [productId],
    createdAt: stage.sandbox.world.clock.iso(),
  });
  return {
    ...community,
    experienceId,
    /** Whatever Whop was told to tell, in its order. */
    told: () => stage.sandbox.world.notifications.where((row) => row.companyId === companyId),
    send: () => runJob(system, "send-notifications", { companyId }),
  };
}

export function joinedNews(recipient: string, subject: string, member = subject): News {
  const told = say("notification.joined", { member });
  return { recipient, kind: "joined", subject, told, restPath: "/activity" };
}

export function notificationsIn(system: Ctx) {
  return transact(system, (tx) =>
    tx
      .select()
      .from(notifications)
      .where(eq(notifications.companyId, system.companyId))
      .orderBy(asc(notifications.id)),
  );
}
