/**
 * The people of the seeded community, in the order in which they joined: a few founders, two waves that referrals
 * brought, some who left. `by` is the key of the member who brought them.
 */
type Fate = "stays" | "trial" | "leaves" | "left" | "refunded" | "partly_refunded" | "disputed";

export type Person = {
  key: string;
  name: string;
  /** Null for a person who never chose one. */
  username: string | null;
  daysAgo: number;
  plan: "monthly" | "lifetime";
  fate: Fate;
  by: string | null;
  /** Pays with the card of this person. */
  cardOf?: string;
};

type Row = [
  key: string,
  name: string,
  username: string | null,
  daysAgo: number,
  plan: "monthly" | "lifetime",
  fate: Fate,
  by: string | null,
];

const ROWS: Row[] = [
  ["aisha", "Aisha Rahman", null, 90, "monthly", "stays", null],
  ["tom", "Tom Whitaker", "tomwhit", 90, "lifetime", "stays", null],
  ["ingrid", "Ingrid Solheim", "ingridsol", 89, "monthly", "stays", null],
  ["dario", "Dario Conti", "dariodraws", 88, "monthly", "stays", null],
  ["priya", "Priya Nair", "priyanair", 88, "lifetime", "stays", null],
  ["marcus", "Marcus Bell", "marcusbell", 86, "monthly", "left", null],
  ["yuki", "Yuki Tanaka", "yukit", 85, "monthly", "stays", null],
  ["jonas", "Jonas Weber", "jonasweber", 84, "monthly", "stays", null],
  ["elif", "Elif Demir", "elifdemir", 82, "monthly", "stays", "aisha"],
  ["carlos", "Carlos Mendoza", "cmendoza", 81, "monthly", "stays", null],
  ["hannah", "Hannah Fischer", "hannahf", 79, "monthly", "stays", "ingrid"],
  ["kwame", "Kwame Boateng", "kwameb", 78, "lifetime", "stays", "aisha"],
  ["sofia", "Sofia Almeida", "sofia.almeida", 76, "monthly", "stays", null],
  ["liam", "Liam O'Connor", "liamoc", 75, "monthly", "left", null],
  ["anouk", "Anouk de Vries", "anoukdv", 74, "monthly", "stays", "tom"],
  ["rafael", "Rafael Costa", "rafacosta", 72, "monthly", "stays", "sofia"],
  ["grace", "Grace Kim", "gracekim", 70, "monthly", "stays", null],
  ["oleg", "Oleg Marchenko", "olegm", 69, "monthly", "refunded", null],
  ["fatima", "Fatima Zahra", "fatimaz", 67, "monthly", "stays", "aisha"],
  ["ben", "Ben Carter", "bencarter", 66, "monthly", "stays", null],
  ["chloe", "Chloé Laurent", "chloelaurent", 64, "lifetime", "stays", "priya"],
  ["viktor", "Viktor Novák", "viktorn", 63, "monthly", "stays", null],
  ["maya", "Maya Chen", "mayachen", 61, "monthly", "stays", null],
  ["diego", "Diego Herrera", "dherrera", 60, "monthly", "left", "carlos"],
  ["amara", "Amara Okoye", "amaraokoye", 58, "monthly", "stays", "kwame"],
  ["pavel", "Pavel Dvořák", "paveld", 57, "monthly", "stays", null],
  ["lucy", "Lucy Hargreaves", "lucyh", 55, "monthly", "stays", "tom"],
  ["mateo", "Mateo Rossi", "mateorossi", 54, "monthly", "stays", "dario"],
  ["zainab", "Zainab Malik", "zainabm", 52, "monthly", "stays", "fatima"],
  ["erik", "Erik Johansson", "erikj", 51, "monthly", "stays", null],
  ["noemi", "Noémi Szabó", "noemi.sz", 49, "monthly", "partly_refunded", "dario"],
  ["jack", "Jack Nguyen", "jacknguyen", 48, "monthly", "stays", "jonas"],
  ["olivia", "Olivia Grant", "oliviagrant", 47, "lifetime", "stays", null],
  ["samir", "Samir Haddad", "samirh", 45, "monthly", "stays", "aisha"],
  ["petra", "Petra Kovač", "petrak", 44, "monthly", "stays", null],
  ["theo", "Theo Marchetti", "theomarch", 42, "monthly", "left", "chloe"],
  ["wanjiru", "Wanjiru Kamau", "wanjiruk", 41, "monthly", "stays", "amara"],
  ["ryan", "Ryan Foster", "ryanfoster", 39, "monthly", "refunded", "ben"],
  ["lena", "Lena Vogel", "lenavogel", 38, "monthly", "stays", "hannah"],
  ["hugo", "Hugo Bernard", "hugobernard", 36, "monthly", "stays", "chloe"],
  ["mei", "Mei Lin", "meilin", 35, "monthly", "stays", "grace"],
  ["andre", "André Silva", "andresilva", 33, "monthly", "stays", "rafael"],
  ["nadia", "Nadia Petrova", "nadiap", 32, "monthly", "stays", null],
  ["callum", "Callum Reid", "callumreid", 30, "monthly", "stays", "lucy"],
  ["isabel", "Isabel Torres", "isatorres", 28, "lifetime", "stays", null],
  ["tariq", "Tariq Aziz", "tariqaziz", 27, "monthly", "leaves", "samir"],
  ["freya", "Freya Lund", "freyalund", 25, "monthly", "stays", "ingrid"],
  ["daniel", "Daniel Katz", "dankatz", 23, "monthly", "stays", "jonas"],
  ["bianca", "Bianca Moretti", "biancam", 22, "monthly", "stays", "mateo"],
  ["joel", "Joel Andersson", "joela", 20, "monthly", "disputed", "erik"],
  ["sinead", "Sinéad Murphy", "sineadm", 18, "monthly", "stays", null],
  ["arjun", "Arjun Mehta", "arjunmehta", 16, "monthly", "stays", "priya"],
  ["clara", "Clara Jensen", "clarajensen", 15, "monthly", "stays", "freya"],
  ["minh", "Minh Tran", "minhtran", 13, "monthly", "stays", "jack"],
  ["ruth", "Ruth Adeyemi", "ruthadeyemi", 11, "monthly", "stays", "amara"],
  ["felix", "Felix Braun", "felixbraun", 9, "monthly", "stays", "lena"],
  ["paula", "Paula Ortega", "paulaortega", 7, "lifetime", "stays", "isabel"],
  ["owen", "Owen Price", "owenprice", 6, "monthly", "stays", "callum"],
  ["sara", "Sara Lindgren", "saralindgren", 4, "monthly", "trial", "aisha"],
  ["kofi", "Kofi Asante", "kofiasante", 2, "monthly", "trial", "kwame"],
];

/** Two accounts of one household: worth a look, not proof of anything. */
const SHARED_CARDS: Record<string, string> = { owen: "callum" };

export const PEOPLE: readonly Person[] = ROWS.map(([key, name, username, daysAgo, plan, fate, by]) => {
  const cardOf = SHARED_CARDS[key];
  return { key, name, username, daysAgo, plan, fate, by, ...(cardOf ? { cardOf } : {}) };
});

/** Members who opened the app and copied a link, though nobody has come through it yet. */
export const QUIET_SHARERS: readonly string[] = [
  "yuki",
  "elif",
  "viktor",
  "wanjiru",
  "nadia",
  "petra",
  "olivia",
];
