import { type EsQuery } from '../compile/es-query';

/** Whether a document fits a compiled condition on values: what Elasticsearch would say of it, for the clauses that such conditions are made of. */
export function fits(query: EsQuery, document: object): boolean {
  return Object.entries(query).every(([kind, body]) => {
    const [field, wanted] = onlyEntry(body);
    const held = valuesOf(document, field);
    switch (kind) {
      case 'match_all':
        return true;
      case 'bool':
        return fitsBool(body, document);
      case 'exists':
        return valuesOf(document, String(wanted)).length > 0;
      case 'term':
        return held.includes(wanted);
      case 'terms':
        return Array.isArray(wanted) && held.some((value) => wanted.includes(value));
      case 'range':
        return held.some((value) => isInRange(value, wanted));
      default:
        return false;
    }
  });
}

function fitsBool(body: unknown, document: object): boolean {
  const clauses = new Map(entriesOf(body));
  const of = (name: string) => listOf(clauses.get(name));
  const should = of('should');
  return of('filter').every((clause) => fits(clause, document)) && !of('must_not').some((clause) => fits(clause, document)) && (should.length === 0 || should.some((clause) => fits(clause, document)));
}

function listOf(value: unknown): EsQuery[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((one): one is EsQuery => typeof one === 'object' && one !== null);
}

/** Dates are compared as text: all are ISO, to the millisecond or the day. */
function isInRange(value: unknown, range: unknown): boolean {
  return entriesOf(range).every(([bound, limit]) => {
    const difference = typeof value === 'number' && typeof limit === 'number' ? value - limit : Date.parse(String(value)) - Date.parse(String(limit));
    return bound === 'gte' ? difference >= 0 : bound === 'gt' ? difference > 0 : bound === 'lte' ? difference <= 0 : difference < 0;
  });
}

function valuesOf(document: object, field: string): unknown[] {
  const value: unknown = new Map<string, unknown>(Object.entries(document)).get(field);
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function onlyEntry(value: unknown): [string, unknown] {
  return entriesOf(value)[0] ?? ['', undefined];
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
