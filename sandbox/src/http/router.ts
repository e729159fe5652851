/** A route belongs to a method and a path template, as in "GET /candidates/{id}". */
export interface Routed {
  readonly method: string;
  readonly template: string;
}

export interface RouteMatch<R extends Routed> {
  readonly route: R;
  /** Value of a `{name}` of the template. */
  readonly parameter: (name: string) => string;
}

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

const matchSegments = (template: readonly string[], path: readonly string[]): ReadonlyMap<string, string> | undefined => {
  if (template.length !== path.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, wanted] of template.entries()) {
    const given = decode(path[index] ?? '');
    if (given === undefined) return undefined;
    if (wanted.startsWith('{')) values.set(wanted.slice(1, -1), given);
    else if (wanted !== given) return undefined;
  }
  return values;
};

/** Earlier routes win, so a literal path stands before a template that would swallow it. */
export const createRouter = <R extends Routed>(routes: readonly R[]): ((method: string, path: string) => RouteMatch<R> | undefined) => {
  const table = routes.map((route) => ({ route, segments: segmentsOf(route.template) }));
  return (method, path) => {
    const given = segmentsOf(path);
    for (const { route, segments } of table) {
      const values = route.method === method ? matchSegments(segments, given) : undefined;
      if (values === undefined) continue;
      const parameter = (name: string): string => {
        const value = values.get(name);
        if (value === undefined) throw new RangeError(`${route.template} has no {${name}}`);
        return value;
      };
      return { route, parameter };
    }
    return undefined;
  };
};
