/** How documents are matched, changed and shown: the part of MongoDB's language that our stores speak. */
export type Fields = Readonly<Record<string, unknown>>;
export type FakeDocument = Fields & { readonly _id: string };

/** Throws for an operator it does not know: a fake must not pass by what it does not understand. */
export function matches(document: FakeDocument, filter: Fields): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    const value = valueAt(document, path);
    return isOperators(wanted)
      ? Object.entries(wanted).every(([operator, operand]) => holds(operator, value, operand))
      : isEqual(value, wanted);
  });
}

function holds(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case '$in':
      return listOf(operand).some((one) => isEqual(value, one));
    case '$ne':
      return !isEqual(value, operand);
    case '$exists':
      return (value !== undefined) === operand;
    case '$gt':
      return compare(value, operand) > 0;
    case '$lt':
      return compare(value, operand) < 0;
    case '$lte':
      return compare(value, operand) <= 0;
    case '$gte':
      return compare(value, operand) >= 0;
    default:
      throw new Error(`the fake database does not know ${operator}`);
  }
}

export function applyUpdate(document: FakeDocument, operators: Fields, isNew: boolean): FakeDocument {
  const next: Record<string, unknown> = copyOf(document);
  for (const [operator, fields] of Object.entries(operators)) {
    for (const [path, operand] of Object.entries(isFields(fields) ? fields : {})) {
      applyOperator(next, operator, path, operand, isNew);
    }
  }
  return { ...next, _id: document._id };
}

function applyOperator(document: Record<string, unknown>, operator: string, path: string, operand: unknown, isNew: boolean): void {
  const held = valueAt(document, path);
  if (operator !== '$setOnInsert' || isNew) {
    setAt(document, path, valueAfter(operator, held, operand));
  }
}

function valueAfter(operator: string, held: unknown, operand: unknown): unknown {
  switch (operator) {
    case '$set':
    case '$setOnInsert':
      return copyOf(operand);
    case '$inc':
      return Number(held ?? 0) + Number(operand);
    case '$max':
      return held === undefined || compare(held, operand) < 0 ? operand : held;
    case '$addToSet':
      return listOf(held).some((one) => isEqual(one, operand)) ? held : [...listOf(held), operand];
    case '$pull':
      return listOf(held).filter((one) => !(isOperators(operand) ? holds('$in', one, operand['$in']) : isEqual(one, operand)));
    default:
      throw new Error(`the fake database does not know ${operator}`);
  }
}

/** Inclusive or exclusive, as the projection is. The id is always there. */
export function project(document: FakeDocument, projection: Fields | undefined): FakeDocument {
  if (projection === undefined) {
    return copyOf(document);
  }
  const paths = Object.keys(projection).filter((path) => path !== '_id');
  if (paths.some((path) => projection[path] === 0)) {
    return { ...Object.fromEntries(Object.entries(copyOf(document)).filter(([key]) => !paths.includes(key))), _id: document._id };
  }
  const shown = paths.map((path) => pick(document, path.split('.'))).reduce(merge, {});
  return { ...(isFields(shown) ? shown : {}), _id: document._id };
}

function pick(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return copyOf(value);
  }
  if (Array.isArray(value)) {
    return value.map((element: unknown) => pick(element, path));
  }
  return isFields(value) && value[key] !== undefined ? { [key]: pick(value[key], rest) } : {};
}

function merge(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.map((element: unknown, index) => merge(element, b[index]));
  }
  if (isFields(a) && isFields(b)) {
    return Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, key in a && key in b ? merge(a[key], b[key]) : (a[key] ?? b[key])]));
  }
  return b;
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((parent, key) => (Array.isArray(parent) ? parent[Number(key)] : isFields(parent) ? parent[key] : undefined), value);
}

function setAt(document: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    document[first] = value;
    return;
  }
  const held = document[first];
  const child: Record<string, unknown> = isFields(held) ? { ...held } : {};
  setAt(child, rest.join('.'), value);
  document[first] = child;
}

/** A plain object: not a date, not one of the driver's own types. */
function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** As what is stored and what is read are never the same object. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element: unknown) => copyOf(element));
  }
  return isFields(value) ? Object.fromEntries(Object.entries(value).flatMap(([key, field]) => (field === undefined ? [] : [[key, copyOf(field)]]))) : value;
}

function isOperators(value: unknown): value is Fields {
  return isFields(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isEqual(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : (a ?? undefined) === (b ?? undefined);
}

/** As MongoDB: values of different types are not compared, so neither is the greater. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [a instanceof Date ? a.getTime() : a, b instanceof Date ? b.getTime() : b];
  if (typeof left === 'number' && typeof right === 'number') {
    return left - right;
  }
  return typeof left === 'string' && typeof right === 'string' && left !== right ? (left < right ? -1 : 1) : Number.NaN;
}
