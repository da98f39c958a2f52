import { describe, expect, test } from "vitest";
import { draftOf, type Editable } from "#app/dashboard/[companyId]/campaigns/_form/draft.ts";
import { payloadOf } from "#app/dashboard/[companyId]/campaigns/_form/payload.ts";
import { termsWith } from "#tests/support/campaign-terms.ts";

/** Scheduled after its start date, and given instants through the API that clocks do not show in full. */
const campaign: Editable = {
  id: "campaign",
  name: "Autumn",
  description: null,
  status: "active",
  startDate: new Date("2026-11-02T09:14:37.482Z"),
  endDate: new Date("2026-11-30T22:59:59.000Z"),
  timeZone: "Europe/Madrid",
  terms: termsWith({
    rules: {
      multipliers: [
        {
          kind: "dates",
          from: "2026-11-10T00:00:01+01:00",
          until: "2026-11-11T23:59:59.999Z",
          factorBps: 20_000,
        },
      ],
    },
    // Clocks show half past two twice on that day; this is the first time.
    audience: { joinedAfter: "2026-01-01T00:00:30Z", joinedBefore: "2026-10-25T00:30:00Z" },
  }),
};

const { id: _id, status: _status, startDate, endDate, ...rest } = campaign;
const asGiven = { ...rest, startDate: startDate.toISOString(), endDate: endDate.toISOString() };

describe("the form of a campaign", () => {
  test("gives back a campaign as it was, its instants to the millisecond", () => {
    expect(payloadOf(draftOf(campaign, "USD"))).toEqual(asGiven);
  });

  test("sends another instant where its text is another one, and leaves the others", () => {
    const draft = draftOf(campaign, "USD");
    const [row] = draft.multipliers;
    if (row === undefined) throw new Error("no multiplier");
    const payload = payloadOf({
      ...draft,
      end: "2026-12-01T00:00",
      joinedAfter: "",
      multipliers: [{ ...row, until: "2026-11-12T12:00" }],
    });
    expect(payload).toMatchObject({
      startDate: asGiven.startDate,
      endDate: "2026-11-30T23:00:00.000Z",
      terms: {
        rules: {
          multipliers: [{ from: "2026-11-10T00:00:01+01:00", until: "2026-11-12T11:00:00.000Z" }],
        },
        audience: { joinedAfter: null, joinedBefore: "2026-10-25T00:30:00Z" },
      },
    });
  });

  test("reads the same texts anew in another time zone", () => {
    const draft = draftOf(campaign, "USD");
    expect(payloadOf({ ...draft, timeZone: "UTC" })).toMatchObject({
      startDate: "2026-11-02T10:14:00.000Z",
      endDate: "2026-11-30T23:59:00.000Z",
    });
  });
});
