import { sharedCampaignCards } from "#lib/runtime/shared-cards.ts";

type Context = { params: Promise<{ company: string; campaign: string }> };

/** The picture of a campaign's page, for hosts without a server of ours in front. */
export async function answerCard(request: Request, { params }: Context): Promise<Response> {
  const { company, campaign } = await params;
  const cards = await sharedCampaignCards();
  const { status, headers, body } = await cards({
    method: request.method,
    community: company,
    slug: campaign,
    search: new URL(request.url).search,
    header: (name) => request.headers.get(name) ?? undefined,
  });
  const list = new Headers();
  for (let i = 0; i + 1 < headers.length; i += 2) list.append(headers[i] ?? "", headers[i + 1] ?? "");
  return new Response(body.length === 0 ? null : new Uint8Array(Buffer.from(body)), {
    status,
    headers: list,
  });
}
