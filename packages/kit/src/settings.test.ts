import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { SettingsError } from './errors';
import { readSettings, settings } from './settings';

const shape = z.object({ ...settings.process, ...settings.grpcServer, ...settings.secrets, CONNECTOR_ADDR: settings.address, WAIT_MS: settings.durationMs(500) });
const good = { OPS_PORT: '9090', GRPC_PORT: '50051', SERVICE_JWKS_FILE: '/keys', KEY_ENCRYPTION_KEYS: 'k:secret', CONNECTOR_ADDR: 'connector:50051' };

describe('the settings of a service', () => {
  it('are read with their types and defaults; an empty variable is an absent one', () => {
    expect(readSettings(shape, { ...good, LOG_LEVEL: '', GRPC_REFLECTION: 'true', UNRELATED: 'x' })).toEqual({
      OPS_PORT: 9_090, LISTEN_HOST: '0.0.0.0', LOG_LEVEL: 'info', INSTANCE_ID: 'local', GRPC_PORT: 50_051, GRPC_REFLECTION: true, SERVICE_JWKS_FILE: '/keys', KEY_ENCRYPTION_KEYS: 'k:secret', CONNECTOR_ADDR: 'connector:50051', WAIT_MS: 500,
    });
  });

  it('that are wrong are all named at once, without their values', () => {
    const values = { OPS_PORT: '99999', GRPC_PORT: 'secret-port', LOG_LEVEL: 'secret-level', GRPC_REFLECTION: 'secret-flag', USER_JWKS_URL: 'secret url', CONNECTOR_ADDR: 'secret-address', WAIT_MS: '-77', KEY_ENCRYPTION_KEYS: '' };
    const read = () => readSettings(shape, values);
    expect(read).toThrow(SettingsError);
    for (const name of [...Object.keys(values), 'SERVICE_JWKS_FILE']) {
      expect(read).toThrow(name);
    }
    expect(read).not.toThrow(/secret-|99999|-77/);
  });
});
