import { dirname, relative, resolve } from "node:path";
import { forbiddenImport, forbiddenPackage, placeOf } from "./layers.ts";
import { type Node, ownSentence, speaksToReaders } from "./spoken-words.ts";

/** The part of the linter's interface that these rules use. */
type Source = { type: string; value?: unknown };
type Specifier = { importKind?: string; exportKind?: string };
type Declaration = {
  source: Source | null;
  importKind?: string;
  exportKind?: string;
  specifiers?: readonly Specifier[];
};
type Context = {
  filename: string;
  cwd: string;
  report(problem: { node: Source | Node; message: string }): void;
};

/** Every name is a type, or the whole declaration is: nothing of it is left at run time. */
function isTypeOnly(node: Declaration): boolean {
  if (node.importKind === "type" || node.exportKind === "type") return true;
  const names = node.specifiers ?? [];
  return names.length > 0 && names.every((name) => name.importKind === "type" || name.exportKind === "type");
}

/** The repository's path of what is imported, or null for a package. */
function targetOf(context: Context, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (!specifier.startsWith(".")) return null;
  return relative(context.cwd, resolve(dirname(context.filename), specifier));
}

const importDirection = {
  create(context: Context) {
    const from = placeOf(relative(context.cwd, context.filename));
    const check = (source: Source | null, typeOnly: boolean): void => {
      if (source === null || typeof source.value !== "string") return;
      const target = targetOf(context, source.value);
      const problem =
        target === null
          ? forbiddenPackage(from, source.value)
          : forbiddenImport(from, placeOf(target), typeOnly);
      if (problem !== null)
        context.report({ node: source, message: `${from.path} imports ${source.value}: ${problem}` });
    };
    const declaration = (node: Declaration) => check(node.source, isTypeOnly(node));
    return {
      ImportDeclaration: declaration,
      ExportNamedDeclaration: declaration,
      ExportAllDeclaration: declaration,
      ImportExpression: (node: { source: Source }) => check(node.source, false),
    };
  },
};

const spokenWords = {
  create(context: Context) {
    if (!speaksToReaders(relative(context.cwd, context.filename))) return {};
    const check = (node: Node): void => {
      const text = ownSentence(node);
      if (text !== null)
        context.report({ node, message: `"${text}" is in one language: say it by a code of lib/words` });
    };
    return {
      TemplateLiteral: check,
      Literal: (node: Node) => typeof node.value === "string" && check(node),
    };
  },
};

const rules = { "import-direction": importDirection, "spoken-words": spokenWords };

export default { meta: { name: "referly" }, rules };
