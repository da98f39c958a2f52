import { z } from "zod";
import { isJobName, jobCatalog } from "./catalog.ts";

const mostInOne = 50;

/** So many payloads may be one job in the queue: a rush is then hundreds of rows there and not tens of thousands. */
export function mostPacked(name: string): number {
  return isJobName(name) ? Math.min(jobCatalog[name].together, mostInOne) : 1;
}

/** It names its company as a payload does, for whoever looks through the queue. */
const Packed = z.strictObject({ companyId: z.string(), each: z.array(z.unknown()).min(2) });
const OfCompany = z.looseObject({ companyId: z.string() });

/** The jobs to put on the queue: what is sent together and may be done together is one. */
export function packed(name: string, payloads: readonly object[]): object[] {
  const most = mostPacked(name);
  if (most === 1 || payloads.length < 2) return [...payloads];
  const companyOf = (payload: object) => OfCompany.safeParse(payload).data?.companyId ?? null;
  return [...Map.groupBy(payloads, companyOf)].flatMap(([companyId, same]) => {
    if (companyId === null) return same;
    const jobs: object[] = [];
    for (let from = 0; from < same.length; from += most) {
      const each = same.slice(from, from + most);
      jobs.push(...(each.length === 1 ? each : [{ companyId, each }]));
    }
    return jobs;
  });
}

/** The payloads of one job of the queue. */
export function unpacked(data: unknown): unknown[] {
  const read = Packed.safeParse(data);
  return read.success ? read.data.each : [data];
}
