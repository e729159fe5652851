import { inSpan, InvalidInputError, SpanKind, UnauthenticatedError } from '@secondlook/kit';
import { type Request, type RequestHandler, type Response } from 'express';
import { type z } from 'zod';

import { type AsUser } from '../gateways/as-user';
import { type ConsoleMetrics } from '../metrics';
import { readCookie } from '../sign-in/cookies';
import { type Sessions } from '../sign-in/sessions';

type Answer = (request: Request, response: Response) => Promise<void> | void;
type AnswerUser = (request: Request, response: Response, asUser: AsUser) => Promise<void>;

export type Handlers = ReturnType<typeof createHandlers>;

/** What surrounds every route: its time, its trace, and for most of them who asks. */
export function createHandlers(sessions: Sessions, metrics: ConsoleMetrics) {
  const observed =
    (route: string, answer: Answer): RequestHandler =>
    async (request, response) => {
      const answered = metrics.requestBegun(route);
      response.once('close', () => answered(response.statusCode));
      await inSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER }, async () => answer(request, response));
    };

  return {
    forAnybody: observed,

    forUsers: (route: string, answer: AnswerUser): RequestHandler =>
      observed(route, async (request, response) => {
        const session = sessions.open(readCookie(request, 'session'));
        if (session === undefined) {
          throw new UnauthenticatedError('There is no session.');
        }
        await answer(request, response, { authorization: `Bearer ${session.token}`, signal: signalOf(response) });
      }),
  };
}

/** Aborts when the browser goes away before it has its answer. */
function signalOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}

export function parseInput<Shape extends z.ZodType>(shape: Shape, input: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(input);
  if (!parsed.success) {
    throw new InvalidInputError(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), description: message })));
  }
  return parsed.data;
}
