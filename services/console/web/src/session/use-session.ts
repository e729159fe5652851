import { useEffect, useState } from 'react';

import { type Refusal, type SessionAnswer } from '../../../server/http/answers';
import { getAnswer, toRefusal } from '../get-answer';

/** Who is signed in; asked again when an answer says that nobody is any more. */
export function useSession() {
  const [attempt, setAttempt] = useState(0);
  const [hasEnded, setHasEnded] = useState(false);
  const [answer, setAnswer] = useState<{ session?: SessionAnswer; refusal?: Refusal }>({});
  useEffect(() => {
    const controller = new AbortController();
    getAnswer<SessionAnswer>('/api/session', {}, controller.signal).then(
      (session) => setAnswer({ session }),
      (error: unknown) => {
        if (!controller.signal.aborted) {
          setAnswer({ refusal: toRefusal(error) });
        }
      },
    );
    return () => controller.abort();
  }, [attempt]);
  const ask = () => {
    setAnswer({});
    setAttempt((before) => before + 1);
  };
  const endSession = () => {
    setHasEnded(true);
    ask();
  };
  return { ...answer, hasEnded, endSession, retry: ask };
}
