import { readFileSync } from "node:fs";
import { z } from "zod";

/** What the sandbox reads of the app's manifest; the rest of it is the app's own business. */
const Manifest = z.object({
  permissions: z.array(z.object({ name: z.string() })),
  webhooks: z.object({ events: z.array(z.string()) }),
});

type Manifest = { permissions: string[]; events: string[] };

const MANIFEST = new URL("../../whop.config.json", import.meta.url);

export function readManifest(file: URL = MANIFEST): Manifest {
  const manifest = Manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  return { permissions: manifest.permissions.map((entry) => entry.name), events: manifest.webhooks.events };
}
