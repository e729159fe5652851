import { type Json } from '../domain/json';
import { type Answer } from '../http/exchange';
import { type Routed } from '../http/router';

export interface ControlRequest {
  readonly query: URLSearchParams;
  readonly parameter: (name: string) => string;
  readonly readJson: () => Promise<Json | undefined>;
}

export interface ControlRoute extends Routed {
  readonly answer: (request: ControlRequest) => Answer | Promise<Answer>;
}
