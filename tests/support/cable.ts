import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A cable to a server that can be pulled: connections break and none is made until it is plugged in again. */
export type Cable = {
  port: number;
  /** "pull" breaks connections, "hang" keeps them and lets nothing through, "plug" makes all of it well. */
  set(state: "plug" | "pull" | "hang"): void;
  close(): Promise<void>;
};

export async function openCable(to: { host: string; port: number }): Promise<Cable> {
  let state: "plug" | "pull" | "hang" = "plug";
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    if (state === "pull") {
      near.destroy();
      return;
    }
    const far = connect(to.port, to.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on("data", (chunk) => {
        if (state !== "hang") other.write(chunk);
      });
      one.on("error", () => {});
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
    }
  });
  const cut = () => {
    for (const end of ends) end.destroy();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    port: address.port,
    set(next) {
      // What hung lost bytes; nobody can go on with it.
      if (next !== "hang") cut();
      state = next;
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
