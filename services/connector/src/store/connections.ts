import { randomUUID } from 'node:crypto';

import { Capability, WebhookState, type Connection, type SyncKind, type Verification } from '@secondlook/contracts';
import { createTenantSealer, NotFoundError, sealPurposes } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { isUsable } from '../domain/capabilities';
import { toImportScope, type ImportScope } from '../domain/import-scope';
import { type Tenants } from './tenants';
import { untilWritten } from './until-written';

export interface ConnectionDocument {
  readonly _id: string;
  readonly version: number;
  readonly tenantId: string;
  readonly source: string;
  readonly baseUrl: string;
  readonly displayName: string;
  /** The ATS's name of the account that it reads; empty before one could be claimed. */
  readonly companyIdentifier: string;
  readonly allowPrivateNetwork: boolean;
  /** Under the tenant's data key. */
  readonly sealedToken: string;
  readonly createdTime: Date;
  /** Absent in those of earlier releases, which mirrored and did nothing else. */
  readonly capabilities?: readonly Capability[];
  /** It is being removed: no more reading, its webhooks and candidates go. */
  readonly removing: boolean;
  readonly verification?: Verification;
  /** Rises with every request to verify; the lease holder answers it. */
  readonly verifyRequested: number;
  readonly verifyAnswered: number;
  /** A person asked for a pass. */
  readonly syncRequested: SyncKind | undefined;
  /** A person paused its downloads then; absent while it is read. */
  readonly pausedTime?: Date | undefined;
  /** Whose candidates it brings; absent: everybody's. */
  readonly importScope?: ImportScope;
  /** When another one than the first was chosen last. */
  readonly importScopeTime?: Date;
  /** A person approved asking for all whom this pass did not find. */
  readonly approvedRunId?: string | undefined;
  readonly webhooks: WebhookRegistration;
}

export interface WebhookRegistration {
  readonly state: WebhookState;
  /** Last segment of the callback URL: random, kept before it is registered. */
  readonly callbackPath: string;
  readonly subscriptionId?: string;
  readonly sealedSigningKeys: readonly string[];
  /** Not tried again before. */
  readonly retryAt?: Date;
  /** Why it is not active, for people; empty while it is. */
  readonly problem?: string;
  /** What it is subscribed to, as the ATS last said. */
  readonly events?: readonly string[];
  /** When it was last found suspended. */
  readonly suspendedTime?: Date;
  /** Since when it is active. */
  readonly activeTime?: Date;
}

export interface NewConnection extends Pick<ConnectionDocument, 'tenantId' | 'source' | 'baseUrl' | 'displayName' | 'allowPrivateNetwork'> {
  readonly token: string;
  readonly capabilities: readonly Capability[];
  readonly importScope: ImportScope;
  /** It begins paused. */
  readonly pausedTime: Date | undefined;
}

type Changes = Partial<Omit<ConnectionDocument, '_id' | 'version' | 'tenantId'>>;

export type Connections = ReturnType<typeof createConnections>;

export function createConnections(database: Db, tenants: Tenants, now: () => Date, createCallbackPath: () => string) {
  const connections = database.collection<ConnectionDocument>('connections');

  async function sealerOf(tenantId: string) {
    return createTenantSealer(tenants.openDataKey(await tenants.get(tenantId)));
  }

  /** The same error for one that is missing, being removed, or another tenant's. */
  async function get(tenantId: string, connectionId: string): Promise<ConnectionDocument> {
    const connection = await connections.findOne({ _id: connectionId });
    if (connection?.tenantId !== tenantId || connection.removing) {
      throw new NotFoundError('There is no such connection.');
    }
    return connection;
  }

  /** Changes fields of what is stored now; `decide` is asked again after a faster writer. */
  async function update(connectionId: string, decide: (connection: ConnectionDocument) => Changes): Promise<ConnectionDocument> {
    return untilWritten('the connection', async () => {
      const connection = await connections.findOne({ _id: connectionId });
      if (connection === null) {
        throw new NotFoundError('There is no such connection.');
      }
      const { _id, ...next } = { ...connection, ...decide(connection), version: connection.version + 1 };
      const { matchedCount } = await connections.replaceOne({ _id, version: connection.version }, next);
      return matchedCount === 1 ? { _id, ...next } : undefined;
    });
  }

  /** Oldest first. */
  async function listOf(tenantId: string): Promise<ConnectionDocument[]> {
    const found = await connections.find({ tenantId }).toArray();
    return found.filter(({ removing }) => !removing).sort((a, b) => a.createdTime.getTime() - b.createdTime.getTime());
  }

  return {
    get,
    update,

    async create({ token, ...fields }: NewConnection): Promise<ConnectionDocument> {
      const sealer = await sealerOf(fields.tenantId);
      const document: ConnectionDocument = {
        _id: randomUUID(),
        version: 1,
        ...fields,
        companyIdentifier: '',
        sealedToken: sealer.seal(Buffer.from(token), sealPurposes.connectionToken),
        createdTime: now(),
        removing: false,
        verifyRequested: 1,
        verifyAnswered: 0,
        syncRequested: undefined,
        webhooks: { state: WebhookState.UNSPECIFIED, callbackPath: createCallbackPath(), sealedSigningKeys: [] },
      };
      await connections.insertOne(document);
      return document;
    },

    /** The tenant's connection of this very credential, if any. */
    async findOfCredential(tenantId: string, { source, baseUrl, token }: Pick<NewConnection, 'source' | 'baseUrl' | 'token'>): Promise<ConnectionDocument | undefined> {
      const sealer = await sealerOf(tenantId);
      const candidates = await listOf(tenantId);
      return candidates.find((one) => one.source === source && one.baseUrl === baseUrl && sealer.open(one.sealedToken, sealPurposes.connectionToken).toString() === token);
    },

    /** All of the installation, also those being removed: for the workers. */
    async listAll(): Promise<ConnectionDocument[]> {
      return connections.find({}).toArray();
    },

    listOf,

    async find(connectionId: string): Promise<ConnectionDocument | undefined> {
      return (await connections.findOne({ _id: connectionId })) ?? undefined;
    },

    async forget(connectionId: string): Promise<void> {
      await connections.deleteOne({ _id: connectionId });
    },

    async sealToken(tenantId: string, token: string): Promise<string> {
      return (await sealerOf(tenantId)).seal(Buffer.from(token), sealPurposes.connectionToken);
    },

    async openToken({ tenantId, sealedToken }: ConnectionDocument): Promise<string> {
      return (await sealerOf(tenantId)).open(sealedToken, sealPurposes.connectionToken).toString();
    },

    async sealSigningKey({ tenantId }: ConnectionDocument, key: string): Promise<string> {
      return (await sealerOf(tenantId)).seal(Buffer.from(key), sealPurposes.webhookSigningKey);
    },
  };
}

export function toConnection(document: ConnectionDocument): Connection {
  const { _id, source, baseUrl, displayName, companyIdentifier, verification, webhooks, createdTime, pausedTime, importScopeTime } = document;
  return { connectionId: _id, source, baseUrl, displayName, companyIdentifier, verification, webhookState: webhooks.state, createdTime, capabilities: [...capabilitiesOf(document)], pausedTime, importScope: toImportScope(scopeOf(document)), importScopeTime };
}

/** It may send candidates: a person chose so, and the credential is good for it. */
export function canExport(connection: Pick<ConnectionDocument, 'capabilities' | 'verification'>): boolean {
  return capabilitiesOf(connection).includes(Capability.EXPORT) && isUsable(connection.verification, Capability.EXPORT);
}

export function scopeOf({ importScope = {} }: Pick<ConnectionDocument, 'importScope'>): ImportScope {
  return importScope;
}

export function capabilitiesOf({ capabilities = [Capability.REDISCOVERY] }: Pick<ConnectionDocument, 'capabilities'>): readonly Capability[] {
  return capabilities;
}
