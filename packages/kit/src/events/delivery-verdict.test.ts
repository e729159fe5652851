import { describe, expect, it } from '@jest/globals';
import { LAST_DELIVERY } from '@secondlook/contracts';

import { AlreadyExistsError, ConflictError, ForbiddenError, InvalidInputError, LimitError, NotFoundError, SettingsError, UnauthenticatedError, UnavailableError } from '../errors';
import { decideDeliveryVerdict } from './delivery-verdict';

const invalid = new InvalidInputError([{ field: 'x', description: 'bad' }]);
const deliveries = Array.from({ length: LAST_DELIVERY + 3 }, (_, index) => index + 1);

describe('a delivery that failed', () => {
  it('is held while a dependency is away, for as long as that says, and burns no attempt', () => {
    for (const count of deliveries) {
      expect(decideDeliveryVerdict(new UnavailableError('away', { retryAfterMs: 70 }), count)).toEqual({ action: 'hold', afterMs: 70 });
      expect(decideDeliveryVerdict(Object.assign(new Error('lost'), { name: 'NatsError' }), count)).toEqual({ action: 'hold', afterMs: undefined });
    }
  });

  it('is buried at once when another try cannot help', () => {
    for (const error of [invalid, new AlreadyExistsError('x'), new SettingsError('x'), new LimitError('x', 1, 2)]) {
      expect(decideDeliveryVerdict(error, 1)).toEqual({ action: 'bury' });
    }
  });

  it('is tried again at once after a faster writer, and later and later after anything else', () => {
    expect(decideDeliveryVerdict(new ConflictError('x'), 1)).toEqual({ action: 'again' });
    for (const error of [new NotFoundError('x'), new UnauthenticatedError('x'), new ForbiddenError('x'), new Error('defect'), 'text', undefined]) {
      const waits = deliveries.slice(0, LAST_DELIVERY - 1).map((count) => decideDeliveryVerdict(error, count));
      expect(waits.every(({ action }) => action === 'retry')).toBe(true);
      const ms = waits.flatMap((verdict) => (verdict.action === 'retry' ? [verdict.afterMs] : []));
      expect(ms).toEqual(ms.toSorted((a, b) => a - b));
    }
  });

  it('has its last try with its ninth delivery, whatever failed', () => {
    for (const error of [new NotFoundError('x'), new ConflictError('x'), new Error('defect')]) {
      expect(decideDeliveryVerdict(error, 9)).toEqual({ action: 'last-try' });
    }
  });
});
