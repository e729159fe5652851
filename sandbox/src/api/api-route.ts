import { type Json } from '../domain/json';
import { type Credential, type Permission } from '../domain/permissions';
import { type Answer } from '../http/exchange';
import { type Routed } from '../http/router';

export interface ApiRequest {
  readonly credential: Credential;
  readonly query: URLSearchParams;
  /** Value of a `{name}` of the template. */
  readonly parameter: (name: string) => string;
  readonly readJson: () => Promise<Json | undefined>;
}

/** One endpoint of the ATS. */
export interface ApiRoute extends Routed {
  /** Any of them is enough; none may call without. */
  readonly permissions: readonly Permission[];
  /** Code of the 403 where the API reference has one of its own. */
  readonly denialCode?: string;
  /** `GET /candidates` may be called once at a time only (API reference §10). */
  readonly isList?: boolean;
  readonly answer: (request: ApiRequest) => Answer | Promise<Answer>;
}

/** Lists that come in one piece. */
export const wholeList = (content: readonly Json[]): Answer => ({ status: 200, json: { totalFound: content.length, content: [...content] } });
