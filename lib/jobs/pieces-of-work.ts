import { type JobName, jobCatalog } from "./catalog.ts";

/** What is done in one go, and the jobs that are done by it. */
export type PieceOfWork<Job> = {
  payload: unknown;
  jobs: Job[];
  /** The same in smaller pieces, for when it fails; none for what cannot be divided. */
  parts: PieceOfWork<Job>[];
};

const mostMembers = 1_000;

/**
 * Equal payloads that wait together are one piece of work: all of them were committed before it begins. So are
 * the members of one community whose numbers are to be counted anew: one count covers them all.
 */
export function piecesOfWork<Job extends { payload: unknown }>(
  name: JobName,
  jobs: readonly Job[],
): PieceOfWork<Job>[] {
  const pieces = [...Map.groupBy(jobs, (job) => JSON.stringify(job.payload)).values()].map((same) => ({
    payload: same[0]?.payload,
    jobs: same,
    parts: [],
  }));
  return name === "refresh-member-stats" ? byCommunity(pieces) : pieces;
}

function byCommunity<Job>(pieces: PieceOfWork<Job>[]): PieceOfWork<Job>[] {
  const joined: PieceOfWork<Job>[] = [];
  const open = new Map<string, { userIds: Set<string>; parts: PieceOfWork<Job>[] }>();
  const close = (companyId: string) => {
    const group = open.get(companyId);
    open.delete(companyId);
    if (!group) return;
    const [only] = group.parts;
    const payload = { companyId, userIds: [...group.userIds] };
    if (only && group.parts.length === 1) joined.push(only);
    else joined.push({ payload, jobs: group.parts.flatMap(({ jobs }) => jobs), parts: group.parts });
  };
  for (const piece of pieces) {
    const parsed = jobCatalog["refresh-member-stats"].payload.safeParse(piece.payload);
    if (!parsed.success) {
      joined.push(piece);
      continue;
    }
    const { companyId, userIds } = parsed.data;
    if ((open.get(companyId)?.userIds.size ?? 0) + userIds.length > mostMembers) close(companyId);
    const group = open.get(companyId) ?? { userIds: new Set(), parts: [] };
    for (const id of userIds) group.userIds.add(id);
    group.parts.push(piece);
    open.set(companyId, group);
  }
  for (const companyId of open.keys()) close(companyId);
  return joined;
}
