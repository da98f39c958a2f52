import type { AnyRoute } from "./declare.ts";

export type Match = { route: AnyRoute; path: Record<string, string> } | { allowed: string[] };

type Node = {
  children: Map<string, Node>;
  parameter: { name: string; node: Node } | null;
  routes: Map<string, AnyRoute>;
};

const newNode = (): Node => ({ children: new Map(), parameter: null, routes: new Map() });

/** Finds a route by method and path; null for an address nobody answers. */
export function createRouter(
  routes: readonly AnyRoute[],
): (method: string, pathname: string) => Match | null {
  const root = newNode();
  for (const route of routes) {
    const node = segments(route.path).reduce(descend, root);
    if (node.routes.has(route.method)) throw new Error(`${route.method} ${route.path} is declared twice`);
    node.routes.set(route.method, route);
  }
  return (method, pathname) => {
    const path: Record<string, string> = {};
    const node = find(root, segments(pathname), path);
    if (!node || node.routes.size === 0) return null;
    const route = node.routes.get(method);
    return route ? { route, path } : { allowed: [...node.routes.keys()] };
  };
}

function segments(path: string): string[] {
  return path.split("/").slice(1);
}

function descend(node: Node, segment: string): Node {
  const name = /^\{(\w+)\}$/.exec(segment)?.[1];
  if (name === undefined) {
    const known = node.children.get(segment) ?? newNode();
    node.children.set(segment, known);
    return known;
  }
  node.parameter ??= { name, node: newNode() };
  if (node.parameter.name !== name)
    throw new Error(`One place in a path is called ${name} and ${node.parameter.name}`);
  return node.parameter.node;
}

/** A written-out segment wins over a parameter. */
function find(root: Node, parts: string[], path: Record<string, string>): Node | null {
  let node = root;
  for (const part of parts) {
    const child = node.children.get(part);
    if (child) {
      node = child;
      continue;
    }
    const value = node.parameter ? decoded(part) : null;
    if (!node.parameter || !value) return null;
    path[node.parameter.name] = value;
    node = node.parameter.node;
  }
  return node;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
