import { isJsonObject, type Json } from '../json';
import { type FaultRule } from './fault-rule';
import { type Strike } from './fault-plan';

type Path = readonly (string | number)[];

/** Without an id nothing can be said of an item at all, and actions are nobody's data; `fields` may name them all the same. */
const SPARED = ['id', 'actions'];

/** What the API reference gives a fixed set of values (§3.4, §3.5, §5, §7). */
const ENUMERATED = ['status', 'postingStatus', 'type', 'role', 'authorType', 'entityType', 'visibility'];

const UNKNOWN_VALUE = 'SHORTLISTED_BY_ROBOT';
const UNKNOWN_FIELD = 'robotScore';

export const itemsOf = (body: Json): readonly Json[] | undefined => {
  const list = isJsonObject(body) ? body['content'] : body;
  return Array.isArray(list) ? list : undefined;
};

export const withItems = (body: Json, items: readonly Json[]): Json => (isJsonObject(body) ? { ...body, content: [...items] } : [...items]);

const childrenOf = (value: Json): readonly (readonly [string | number, Json])[] => {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
};

/** Every named field, however deep. */
const fieldsOf = (value: Json, path: Path, spared: readonly string[]): readonly { readonly path: Path; readonly value: Json }[] =>
  childrenOf(value)
    .filter(([key]) => !spared.includes(String(key)))
    .flatMap(([key, child]) => {
      const own = typeof key === 'string' ? [{ path: [...path, key], value: child }] : [];
      return [...own, ...fieldsOf(child, [...path, key], spared)];
    });

const replaceAt = (value: Json, [key, ...rest]: Path, replace: (old: Json) => Json): Json => {
  if (key === undefined) return replace(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaceAt(item, rest, replace) : item));
  return isJsonObject(value) ? { ...value, [key]: replaceAt(value[key] ?? null, rest, replace) } : value;
};

/** Of a list one item, chosen by the draw; of everything else the whole. */
const chooseTarget = (body: Json, { random }: Strike): { readonly path: Path; readonly value: Json } | undefined => {
  const items = itemsOf(body);
  if (items === undefined) return { path: [], value: body };
  if (items.length === 0) return undefined;
  const index = random.below(items.length);
  return { path: isJsonObject(body) ? ['content', index] : [index], value: items[index] ?? null };
};

const ofAnotherType = (value: Json): Json => {
  if (typeof value === 'string') return [value.length];
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? { '0': null } : 'none';
};

const isWanted = ({ name, fields }: FaultRule, key: string, value: Json): boolean => {
  if (fields !== undefined && !fields.includes(key)) return false;
  if (name === 'oversize_string') return typeof value === 'string';
  return name !== 'new_enum_value' || (typeof value === 'string' && (fields !== undefined || ENUMERATED.includes(key)));
};

const distortValue = ({ name, bytes = 1_000_000 }: FaultRule, value: Json): Json => {
  if (name === 'null_field') return null;
  if (name === 'new_enum_value') return UNKNOWN_VALUE;
  if (name === 'oversize_string') return 'x'.repeat(bytes);
  return ofAnotherType(value);
};

/** An answer with one odd field; undefined where it has none the fault could befall. */
export const distort = (body: Json, strike: Strike): Json | undefined => {
  const { rule, random } = strike;
  const target = chooseTarget(body, strike);
  if (target === undefined) return undefined;
  if (rule.name === 'new_field') {
    return isJsonObject(target.value) ? replaceAt(body, [...target.path, UNKNOWN_FIELD], () => ({ value: random.below(100), unit: 'points' })) : undefined;
  }
  const spared = rule.fields === undefined ? SPARED : [];
  const choices = fieldsOf(target.value, target.path, spared).filter(({ path, value }) => isWanted(rule, String(path.at(-1)), value));
  if (choices.length === 0) return undefined;
  return replaceAt(body, random.pick(choices).path, (old) => distortValue(rule, old));
};

const notJson = ['<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>', '{"limit":10,"content":[{"id":NaN,}]}', "{'limit': 10}", ''];

/** Text in place of the JSON of an answer. */
export const breakJson = (text: string, { rule, random }: Strike): string => {
  if (rule.name === 'invalid_json') return random.pick(notJson);
  return text.slice(0, Math.max(1, Math.floor(text.length * (0.1 + 0.8 * random.fraction()))));
};
