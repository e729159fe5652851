import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isJsonObject, parseJson, withoutKeys, type Json, type JsonObject } from '../domain/json';

/**
 * The description fuses schemas of the same name from different APIs. What is damaged and how it was meant: API reference §0,
 * "merge damage". Each function makes the right one of the wrong one.
 */
const exceptions: Readonly<Record<string, (schema: JsonObject) => JsonObject>> = {
  // The allOf belongs to interview attendees.
  Candidate: (schema) => withoutKeys(schema, ['allOf']),
  // Lacks what its own description says of contexts, and CANDIDATE among the authors of a deletion.
  EventContext: (schema) => ({ ...schema, additionalProperties: {} }),
  Event: (schema) => ({ ...schema, properties: { ...objectAt(schema, 'properties'), authorType: { type: 'string' } } }),
  // Of the jobs API; the same name is used on the candidate side, where the item has `job` and no id.
  Job: (schema) => withoutKeys(schema, ['required']),
  // `type` is an enumeration in the apply API only, a free string on the candidate side.
  Attachment: (schema) => {
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
    return { ...schema, properties: { ...properties, type: { type: 'string' } } };
  },
};

/** Formats of the ATS's own making, with what can be checked of them. */
const formats: Readonly<Record<string, RegExp>> = {
  when: /^\d{4}(-\d{2}(-\d{2})?)?$/,
  guid: /^[0-9a-f-]{36}$/,
  https_url: /^https?:\/\//,
  alphanumericAndDash: /^[A-Za-z0-9-]+$/,
  value_label: /./,
  address: /./,
  video_url: /./,
};

export interface Contract {
  problemsOf(method: string, template: string, status: number, body: Json): readonly string[];
  problemsOfSchema(name: string, value: Json): readonly string[];
  problemsOfNotification(eventName: string, body: string): readonly string[];
}

const objectAt = (value: Json | undefined, ...keys: readonly string[]): JsonObject => {
  const [key, ...rest] = keys;
  if (key !== undefined) return objectAt(isJsonObject(value) ? value[key] : undefined, ...rest);
  return isJsonObject(value) ? value : {};
};

const listAt = (value: JsonObject, key: string): readonly JsonObject[] => {
  const list = value[key];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};

const mergeParts = (parts: readonly JsonObject[]): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(parts.flatMap((part) => Object.entries(objectAt(part, 'properties')))),
  required: [...new Set(parts.flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])))],
});

/** A schema that stands by itself and admits no field it does not name: references resolved, allOf merged. */
const createCloser = (description: JsonObject): ((schema: JsonObject) => JsonObject) => {
  const close = (schema: JsonObject): JsonObject => {
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      const name = reference.split('/').at(-1) ?? '';
      const target = objectAt(description, ...reference.split('/').slice(1));
      return close(exceptions[name]?.(target) ?? target);
    }
    const parts = listAt(schema, 'allOf');
    if (parts.length > 0) return closeObject(mergeParts([...parts.map(close), withoutKeys(schema, ['allOf'])]));
    if (isJsonObject(schema['properties']) || isJsonObject(schema['additionalProperties'])) return closeObject(schema);
    if (isJsonObject(schema['items'])) return { ...schema, items: close(schema['items']) };
    const kinds = ['oneOf', 'anyOf'].filter((kind) => Array.isArray(schema[kind]));
    return kinds.reduce<JsonObject>((closed, kind) => ({ ...closed, [kind]: listAt(schema, kind).map(close) }), schema);
  };
  const closeObject = (schema: JsonObject): JsonObject => {
    const closeEntry = ([key, value]: readonly [string, Json]): readonly [string, Json] => [key, isJsonObject(value) ? close(value) : value];
    const properties = Object.entries(objectAt(schema, 'properties')).map(closeEntry);
    const more = schema['additionalProperties'];
    return { ...schema, properties: Object.fromEntries(properties), additionalProperties: isJsonObject(more) ? close(more) : false };
  };
  return close;
};

const payloadOf = (eventName: string): string => {
  if (eventName === 'application.attachment.created') return 'ApplicationAttachmentWebhookPayload';
  if (eventName.startsWith('job.ad.')) return 'JobAdWebhookPayload';
  if (eventName.startsWith('application.')) return 'ApplicationWebhookPayload';
  return eventName.startsWith('candidate.') ? 'CandidateWebhookPayload' : 'JobWebhookPayload';
};

/** For tests: the ATS's OpenAPI description as a judge. */
export const createContract = (yaml: string): Contract => {
  const description = objectAt(parseJson(JSON.stringify(parse(yaml))));
  const close = createCloser(description);
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { ...formats } });
  addFormats(ajv);
  const validators = new Map<string, ValidateFunction>();

  const problems = (key: string, schema: JsonObject, value: Json): readonly string[] => {
    const validate = validators.get(key) ?? ajv.compile({ ...close(schema) });
    validators.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
  };
  const problemsOfSchema = (name: string, value: Json): readonly string[] => problems(name, { $ref: `#/components/schemas/${name}` }, value);
  return {
    problemsOf: (method, template, status, body) => {
      const response = objectAt(description, 'paths', template, method.toLowerCase(), 'responses', String(status));
      const [content] = Object.entries(objectAt(response, 'content')).filter(([type]) => type.startsWith('application/json'));
      const schema = objectAt(content?.[1], 'schema');
      if (Object.keys(schema).length === 0) return [`the description has no ${status} for ${method} ${template}`];
      return problems(`${method} ${template} ${status}`, schema, body);
    },
    problemsOfSchema,
    problemsOfNotification: (eventName, body) => problemsOfSchema(payloadOf(eventName), parseJson(body)),
  };
};
