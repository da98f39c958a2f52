import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id } from "#app/_edge/wire.ts";
import {
  ArchiveSavedViewInput,
  archiveSavedView,
  CreateSavedViewInput,
  createSavedView,
  ListSavedViewsInput,
  listSavedViews,
  RenameSavedViewInput,
  renameSavedView,
  savedViewPages,
} from "#lib/saved-views/index.ts";

const SavedView = z.object({
  id,
  page: z.enum(savedViewPages),
  name: z.string(),
  query: z.record(z.string(), z.string()).meta({ description: "What the list's address asks for" }),
});

export const savedViewRoutes = [
  route({
    method: "GET",
    path: "/api/v1/saved-views",
    summary: "The team's saved views of one list of the dashboard",
    access: "owner",
    forPeople: true,
    input: ListSavedViewsInput,
    output: z.object({ views: z.array(SavedView) }),
    run: async (ctx, input) => ({ views: await listSavedViews(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/saved-views",
    summary: "Keep a list's filters under a name, for the whole team",
    access: "owner",
    forPeople: true,
    input: CreateSavedViewInput,
    output: z.object({ view: SavedView }),
    status: 201,
    run: async (ctx, input) => ({ view: await createSavedView(ctx, input) }),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/saved-views/{id}",
    summary: "Give a saved view another name",
    access: "owner",
    forPeople: true,
    input: RenameSavedViewInput,
    output: z.object({ view: SavedView }),
    run: async (ctx, input) => ({ view: await renameSavedView(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/saved-views/{id}/archive",
    summary: "Take a saved view out of the team's menu",
    access: "owner",
    forPeople: true,
    input: ArchiveSavedViewInput,
    output: z.object({ view: SavedView }),
    run: async (ctx, input) => ({ view: await archiveSavedView(ctx, input) }),
  }),
];
