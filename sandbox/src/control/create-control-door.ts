import { NotFoundError } from '../domain/errors';
import { errorAnswer } from '../http/error-answer';
import { type Answer, type Exchange } from '../http/exchange';
import { createRouter } from '../http/router';
import { type ControlRoute } from './control-route';

const unauthorized = errorAnswer(401, 'UNAUTHORIZED', 'The X-Control-Token header is wrong');

/** The sandbox's own door, beside the ATS's: no limits, and not in the log of calls. */
export const createControlDoor = (routes: readonly ControlRoute[], token: string): ((exchange: Exchange) => Promise<Answer>) => {
  const findRoute = createRouter(routes);
  return async (exchange) => {
    if (exchange.headers['x-control-token'] !== token) return unauthorized;
    const match = findRoute(exchange.method, exchange.path);
    if (match === undefined) throw new NotFoundError('NOT_FOUND', 'The control API has no such endpoint');
    return match.route.answer({ query: exchange.query, parameter: match.parameter, readJson: exchange.readJson });
  };
};
