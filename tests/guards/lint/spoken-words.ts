/** What of the linter's tree this rule looks at. */
export type Node = {
  type: string;
  parent: Node | null;
  value?: unknown;
  quasis?: readonly { value: { cooked: string | null } }[];
  callee?: Node;
  object?: Node;
  property?: Node;
  name?: string;
};

/** Two words in a row, or a word beside a value that is put in. */
const sentence = /\p{L}[\p{L}'’.,:;)»”"]* [(«“"‘]?\p{L}|\p{L}[.,:;]? \{\}|\{\}[.,:;)]? \p{L}/u;
/** What machines say to each other in words. */
const header =
  /charset=|-src |-ancestors |filename=|max-age=|Path=|nofollow|^GET, HEAD$|px solid|^SELECT |^Mozilla\//i;

/** Whose sentences are not for a reader with a language of their own, or are in each of them already. */
const elsewhere = [
  /^lib\/words\//,
  // What whoever starts the server reads in their terminal.
  /^lib\/runtime\//,
  /^lib\/core\/(env|env-checks|log|said)\.ts$/,
  /^lib\/whop\/manifest\.ts$/,
  // The public pages, which are made without a catalog's machinery; their texts are in both languages.
  /^lib\/clicks\/(texts|pages)\.ts$/,
  // Names, which are text wherever they are read, and lists of what others call things.
  /^lib\/members\/names\.ts$|^lib\/companies\/provision-company\.ts$/,
  /^lib\/clicks\/user-agents\.ts$|^lib\/campaigns\/countries\.ts$/,
  // What Whop's machine and developers are answered.
  /^webhooks\/(receive|verify)\.ts$/,
  /^app\/_edge\/openapi\.ts$/,
];

export function speaksToReaders(path: string): boolean {
  return /^(lib|webhooks|app\/_edge)\//.test(path) && !elsewhere.some((place) => place.test(path));
}

/** The sentence of a literal, where it is one that a reader might be shown. */
export function ownSentence(node: Node): string | null {
  const text =
    node.type === "TemplateLiteral"
      ? (node.quasis ?? []).map(({ value }) => value.cooked ?? "").join("{}")
      : String(node.value);
  return sentence.test(text) && !header.test(text) && !isForMachines(node) ? text : null;
}

/** Calls whose words a developer, the database or another program reads. */
const machines = new Set([
  "for",
  "unsafe",
  "split",
  "startsWith",
  "endsWith",
  "includes",
  "meta",
  "describe",
]);

function isForMachines(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (/^(TaggedTemplateExpression|TSLiteralType|ImportDeclaration)$/.test(at.type)) return true;
    if (at.type === "NewExpression") return /^((Type|Range)?Error|Set)$/.test(at.callee?.name ?? "");
    if (at.type === "MemberExpression" && at.property?.name === "split") return true;
    if (at.type === "CallExpression" && at.callee?.type === "MemberExpression") {
      const { object, property } = at.callee;
      if (machines.has(property?.name ?? "")) return true;
      if ((object?.property?.name ?? object?.name) === "log") return true;
    }
    if (/Function|Declaration$|Statement$/.test(at.type)) return false;
  }
  return false;
}
