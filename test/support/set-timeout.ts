import { jest } from '@jest/globals';

/** For tests that say nothing else. */
jest.setTimeout(60_000);
