import { z } from "zod";
import { missing } from "#tests/sandbox/http/errors.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import { installedCompany, readBody } from "./input.ts";
import { type Operation, ok } from "./operation.ts";

const NewNotification = z.object({
  experience_id: z.string().nullish(),
  company_id: z.string().nullish(),
  account_id: z.string().nullish(),
  title: z.string().min(1),
  content: z.string().min(1),
  subtitle: z.string().nullish(),
  icon_user_id: z.string().nullish(),
  rest_path: z.string().nullish(),
  user_ids: z.array(z.string()).nullish(),
});

export const notifications: Operation[] = [
  {
    method: "POST",
    path: "/notifications",
    permissions: ["notification:create"],
    run({ sandbox, body, effect }) {
      const { world } = sandbox;
      const input = readBody(NewNotification, body);
      const experience = input.experience_id ? world.experiences.get(input.experience_id) : null;
      const named = experience?.companyId ?? input.account_id ?? input.company_id;
      if (!named) throw missing("experience_id");
      const company = installedCompany(world, named, "company_id");
      const notification = world.notifications.put({
        id: newId("ntf"),
        companyId: company.id,
        experienceId: experience?.id ?? null,
        title: input.title,
        subtitle: input.subtitle ?? null,
        content: input.content,
        restPath: input.rest_path ?? null,
        userIds: input.user_ids ?? null,
        createdAt: world.clock.iso(),
      });
      effect("notification.created", notification);
      return ok({ success: true });
    },
  },
];
