// The one command of the engine that zeebe-node 8.3.2 does not know: moving a running instance to another definition, over gRPC with the protocol of 8.5.8.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { join } from 'node:path';
import { root } from './settings.js';

/** What is moved where: `mapping` from element ids of the definition that it runs on to those of the other. */
export interface Move { instance: string; to: string; mapping: Record<string, string> }

export interface MigrateClient {
  /** @param within milliseconds; when they are over the call is given up and its outcome is unknown. @throws with the gRPC status in `code` */
  migrate(move: Move, within: number): Promise<void>;
  close(): void;
}

/** Opens the client; nothing is connected before the first call, and none is repeated. @param address `host:port` */
export function openMigrateClient(address: string): MigrateClient {
  const definition = loader.loadSync(join(root, 'processes/migrate.proto'), { longs: String });
  const { Gateway } = (grpc.loadPackageDefinition(definition) as any).gateway_protocol;
  let client: any;
  return {
    migrate({ instance, to, mapping }, within) {
      client ??= new Gateway(address, grpc.credentials.createInsecure(), { 'grpc.enable_retries': 0 });
      const mappingInstructions = Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({ sourceElementId, targetElementId }));
      const request = { processInstanceKey: instance, migrationPlan: { targetProcessDefinitionKey: to, mappingInstructions } };
      return new Promise((resolve, reject) => {
        client.migrateProcessInstance(request, { deadline: Date.now() + within }, (error: Error | null) => (error ? reject(error) : resolve()));
      });
    },
    close: () => client?.close(),
  };
}
