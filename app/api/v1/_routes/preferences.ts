import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { memberNotificationKinds, visibilities } from "#db/enums.ts";
import { getPreferences, UpdatePreferencesInput, updatePreferences } from "#lib/members/index.ts";

const Preferences = z.object({
  visibility: z.enum(visibilities).meta({ description: "How other members see the caller" }),
  alias: z.string().nullable(),
  namedPublicly: z.boolean().meta({ description: "Whether public pages show the caller like that, too" }),
  timeZone: z.string().nullable().meta({ description: "Null: the community's" }),
  locale: z.enum(["en", "es"]).nullable(),
  quietFrom: z.int().meta({ description: "Hour of the caller's day from which nothing is sent" }),
  quietUntil: z.int().meta({ description: "Hour until which nothing is sent; equal is never" }),
  muted: z.array(z.enum(memberNotificationKinds)).meta({ description: "Kinds that are switched off" }),
});

export const preferenceRoutes = [
  route({
    method: "GET",
    path: "/api/v1/preferences",
    summary: "What the caller chose: how others see them, and what they want to hear of and when",
    access: "member",
    forPeople: true,
    input: z.strictObject({}),
    output: Preferences,
    run: (ctx) => getPreferences(ctx),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/preferences",
    summary: "Change how others see the caller, or what they want to hear of and when",
    access: "member",
    forPeople: true,
    input: UpdatePreferencesInput,
    output: Preferences,
    run: updatePreferences,
  }),
];
