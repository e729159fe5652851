import { createHash } from 'node:crypto';

/**
 * Views of a source's JSON. Sources send unknown fields, nulls, wrong types: what cannot be understood is not there, and the
 * verbatim record keeps it.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as a JSON object, or why it is none. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'not UTF-8';
  }
  if (isDeeper(text, MAX_DEPTH)) {
    return 'nested too deeply';
  }
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : 'not a JSON object';
  } catch {
    return 'not JSON';
  }
}

/** JSON text that was an object when it was kept. */
export function viewOf(json: string | undefined): JsonObject | undefined {
  const parsed = json === undefined ? undefined : parseJsonObject(Buffer.from(json));
  return typeof parsed === 'object' ? parsed : undefined;
}

/** Whatever walks JSON recurses: deeper than any record of a source, far from exhausting a stack. */
const MAX_DEPTH = 200;

function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length && depth <= limit; index++) {
    const character = text.charAt(index);
    if (inText) {
      index += character === '\\' ? 1 : 0;
      inText = character !== '"';
    } else if (character === '"') {
      inText = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
  return depth > limit;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

export function listAt(parent: JsonObject, key: string): readonly JsonObject[] {
  const value = parent[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Text, or a number or boolean as text; empty otherwise. */
export function textAt(parent: JsonObject, key: string): string {
  const value = parent[key];
  if (typeof value === 'string') {
    return value.trim();
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function textsAt(parent: JsonObject, key: string): string[] {
  const value = parent[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item.trim() !== '') : [];
}

export function timeAt(parent: JsonObject, key: string): Date | undefined {
  const value = parent[key];
  if (typeof value !== 'string') {
    return undefined;
  }
  const time = new Date(value);
  // Later and earlier years are written with a sign, which not every store and index reads.
  return time.getUTCFullYear() >= 0 && time.getUTCFullYear() <= 9_999 ? time : undefined;
}

/** Hash of what a JSON text means: blind to white space and to the order of keys. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (isObject(value) && !(value instanceof Date)) {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}
