import { type HeldMessage } from '../events/held-messages';

/** A delivery that remembers how it was answered, as in "ack", "nak 200", "term", "working". */
export interface FakeMessage extends HeldMessage {
  readonly answers: string[];
}

export function createFakeMessage(deliveries = 1): FakeMessage {
  const answers: string[] = [];
  const answer = (word: string) => {
    answers.push(word);
  };
  return {
    answers,
    info: { deliveryCount: deliveries },
    ack: () => answer('ack'),
    nak: (delayMs) => answer(delayMs === undefined ? 'nak' : `nak ${delayMs}`),
    working: () => answer('working'),
    term: () => answer('term'),
  };
}
