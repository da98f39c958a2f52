import type { World } from "#tests/sandbox/world/world.ts";

const FIRST = [
  "Amelia",
  "Bruno",
  "Carmen",
  "Dilan",
  "Emre",
  "Flora",
  "Goran",
  "Hana",
  "Ivo",
  "Juno",
  "Kai",
  "Lola",
];
const LAST = [
  "Abbott",
  "Berger",
  "Cruz",
  "Duarte",
  "Ek",
  "Fontaine",
  "Grant",
  "Hoffman",
  "Ito",
  "Jansen",
  "Khan",
];

type Suggestion = { name: string; email: string };

/** Somebody nobody knows yet: another one for each person that exists. */
export function somebodyNew(world: World): Suggestion {
  const count = world.users.size;
  const name = `${FIRST[count % FIRST.length] ?? "Nico"} ${LAST[count % LAST.length] ?? "Moss"}`;
  return { name, email: `${name.toLowerCase().replace(" ", ".")}${count}@post.example` };
}
