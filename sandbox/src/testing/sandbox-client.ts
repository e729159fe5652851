import { parseJson, type Json, type JsonObject, isJsonObject } from '../domain/json';
import { type Sandbox } from '../start-sandbox';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
  /** The body as an object; empty when it is none. */
  readonly body: JsonObject;
}

export interface SandboxClient {
  /** Asks the ATS; a token other than the sandbox's may be given. */
  get(path: string, token?: string): Promise<Reply>;
  send(method: string, path: string, body?: Json, token?: string): Promise<Reply>;
  control(method: string, path: string, body?: Json): Promise<Reply>;
  /** A log or the state, line by line. */
  lines(path: string): Promise<readonly JsonObject[]>;
}

const toReply = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const json = isJson ? parseJson(text) : null;
  return { status: response.status, headers: response.headers, text, json, body: isJsonObject(json) ? json : {} };
};

/** For tests: speaks to one sandbox as the product and as a tester do. */
export const createSandboxClient = (sandbox: Sandbox): SandboxClient => {
  const send = async (method: string, path: string, headers: Record<string, string>, body?: Json): Promise<Reply> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return toReply(await fetch(sandbox.url + path, { method, headers, ...content }));
  };
  const ats = (method: string, path: string, body?: Json, token = sandbox.token): Promise<Reply> => send(method, path, { 'X-SmartToken': token }, body);
  const control = (method: string, path: string, body?: Json): Promise<Reply> => send(method, path, { 'X-Control-Token': sandbox.controlToken }, body);
  return {
    get: (path, token) => ats('GET', path, undefined, token),
    send: ats,
    control,
    lines: async (path) => {
      const { text } = await control('GET', path);
      return text.split('\n').filter((line) => line !== '').map(parseJson).filter(isJsonObject);
    },
  };
};

/** Items of a list answer. */
export const contentOf = (reply: Reply): readonly JsonObject[] => {
  const { content } = reply.body;
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
};

export const textAt = (value: Json | undefined, ...keys: readonly string[]): string => {
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === 'string' ? value : '';
  return textAt(isJsonObject(value) ? value[key] : undefined, ...rest);
};

/** One after the other: the ATS admits eight at a time. */
export const inTurn = async <T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
};
