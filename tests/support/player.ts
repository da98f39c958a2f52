/** Plays the parts of people, through the sandbox's and the app's public addresses only. */
export type Player = ReturnType<typeof createPlayer>;

export const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const phone = { "user-agent": safari, accept: "text/html" };

export type Scope = { experienceId: string; companyId: string };

export function createPlayer(app: string, sandbox: string) {
  const call = async (url: string, method: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(url, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text,
    };
  };
  const ok = async (url: string, method: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await call(url, method, body, headers);
    if (answer.status >= 300)
      throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  return {
    call,
    sandbox: (path: string, body?: unknown, method = body === undefined ? "GET" : "POST") =>
      ok(`${sandbox}${path}`, method, body),
    api: (path: string, method: string, token: string, body?: unknown) =>
      call(`${app}${path}`, method, body, { "x-whop-user-token": token }),
    async newPerson(name: string, more: object = {}): Promise<{ id: string }> {
      const slug = `${name.toLowerCase().replaceAll(/[^a-z]/g, "")}${Math.random().toString(36).slice(2, 8)}`;
      return ok(`${sandbox}/sandbox/users`, "POST", {
        name,
        username: slug,
        email: `${slug}@mail.test`,
        ...more,
      });
    },
    async tokenOf(userId: string): Promise<string> {
      return (await ok(`${sandbox}/sandbox/tokens`, "POST", { userId })).token;
    },
    /** A browser's visit to a link; answers where it was sent. */
    async visit(
      link: string,
      cookie?: string,
    ): Promise<{ status: number; location: string | null; cookie: string | null }> {
      const answer = await fetch(link, {
        redirect: "manual",
        headers: { ...phone, ...(cookie ? { cookie } : {}) },
      });
      await answer.arrayBuffer();
      return {
        status: answer.status,
        location: answer.headers.get("location"),
        cookie: answer.headers.get("set-cookie"),
      };
    },
    /**
     * Asks for the head of a link until it leads to its checkout, which is made on the first visit, and no visit waits
     * long for it. Nobody counts these.
     */
    async checkoutOf(link: string): Promise<string> {
      const place = async () => (await call(link, "HEAD", undefined, phone)).headers.get("location") ?? "";
      return this.eventually(place, (location) => location.includes("/checkout/"));
    },
    /** A visit that is counted and led to the link's checkout; answers its address. */
    async visitCheckout(link: string): Promise<string> {
      await this.checkoutOf(link);
      return (await this.visit(link)).location ?? "";
    },
    async buy(
      purchaseUrl: string,
      userId: string,
      outcome = "pay",
    ): Promise<{ membershipId: string; paymentId: string }> {
      return ok(`${sandbox}/sandbox/checkout`, "POST", { purchaseUrl, userId, outcome });
    },
    /** Repeats a question until its answer is right; fails with the last answer seen. */
    async eventually<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean, seconds = 120): Promise<T> {
      const deadline = Date.now() + seconds * 1000;
      let answer = await ask();
      while (!isRight(answer)) {
        if (Date.now() > deadline)
          throw new Error(`still not right: ${JSON.stringify(answer)?.slice(0, 2000)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
        answer = await ask();
      }
      return answer;
    },
  };
}
