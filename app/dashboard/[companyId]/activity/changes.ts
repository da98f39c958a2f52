export type Change = { name: string; value: Value };
/** What a field was before, where that is known, and what it is. */
export type Value = { before?: unknown; after: unknown };

/** Said by the entry itself, or only for machines. */
const untold = new Set(["userId", "caseId", "reward", "waitsFor", "payoutId", "terms", "number"]);
/** A commission plan by its id; links are of plans that people know by theirs. */
const untoldOfAffiliates = new Set(["planId", "before", "after"]);

/** Details of an audit entry, field by field. What has a before and an after is a change. */
export function changesIn(action: string, details: Readonly<Record<string, unknown>>): Change[] {
  const { before, after, ...rest } = details;
  // What a referral became is what the action says.
  if (action.startsWith("referral.")) return plain(rest);
  if (action.startsWith("affiliate.")) return plain(rest).filter(({ name }) => !untoldOfAffiliates.has(name));
  if (action.startsWith("campaign.")) return changesOfCampaign(details);
  const pairs = isRecord(before) && isRecord(after) ? changedFields(before, after) : [];
  return [...pairs, ...plain(rest)];
}

/** Terms are told as terms on the campaign's page, version by version; here, which parts of them are others. */
function changesOfCampaign({ before, after, changed, limit }: Readonly<Record<string, unknown>>): Change[] {
  const pairs = isRecord(before) && isRecord(after) ? changedFields(before, after) : [];
  const parts = Array.isArray(changed) ? changed.map((name) => String(name).replace(/^terms\./, "")) : [];
  const simple = pairs.filter(({ value }) => typeof value.after === "string");
  const rest = parts.filter((name) => simple.every((pair) => pair.name !== name));
  return [...simple, ...plain({ changed: rest.length === 0 ? null : rest, limit })];
}

function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): Change[] {
  return Object.keys(after)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, value: { before: before[name], after: after[name] } }));
}

function plain(values: Record<string, unknown>): Change[] {
  return Object.entries(values)
    .filter(([name, value]) => value !== undefined && value !== null && !untold.has(name))
    .map(([name, value]) => ({ name, value: isPair(value) ? value : { after: value } }));
}

function isPair(value: unknown): value is Value {
  return isRecord(value) && "before" in value && "after" in value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
