import { z } from "zod";
import { chunksOf } from "../core/chunks.ts";
import type { JobData } from "../core/context.ts";
import { isJobName, jobCatalog } from "./catalog.ts";

const mostInOne = 50;

/** So many payloads may be one job in the queue: a rush is then hundreds of rows there and not tens of thousands. */
export function mostPacked(name: string): number {
  return isJobName(name) ? Math.min(jobCatalog[name].together, mostInOne) : 1;
}

/** It names its company as a payload does, for whoever looks through the queue. */
const Packed = z.strictObject({ companyId: z.string(), each: z.array(z.unknown()).min(2) });

/** The jobs to put on the queue: what is sent together and may be done together is one. */
export function packed(name: string, payloads: readonly JobData[]): JobData[] {
  const most = mostPacked(name);
  if (most === 1) return [...payloads];
  return [...Map.groupBy(payloads, (payload) => payload.companyId)].flatMap(([companyId, same]) =>
    chunksOf(same, most).flatMap((each) => (each.length === 1 ? each : [{ companyId, each }])),
  );
}

/** The payloads of one job of the queue. */
export function unpacked(data: unknown): unknown[] {
  const read = Packed.safeParse(data);
  return read.success ? read.data.each : [data];
}
