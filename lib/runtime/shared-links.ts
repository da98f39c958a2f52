import { type LinkEdge, openLinkEdge } from "../clicks/index.ts";
import { sharedServices } from "./shared-services.ts";

let opened: Promise<LinkEdge> | null = null;

/** The links of a process without a server of ours, as on a serverless host. */
export function sharedLinks(): Promise<LinkEdge> {
  opened ??= sharedServices()
    .then((services) => openLinkEdge({ ...services, userOf: services.identity.userOf }))
    .catch((error: unknown) => {
      opened = null;
      throw error;
    });
  return opened;
}
