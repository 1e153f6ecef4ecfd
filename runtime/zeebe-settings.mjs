// How we set the broker when we start it: everything on the loopback address, records to our own endpoint, what suits one small machine.

// What processes/ and api/ read. Every other type the exporter knows is switched off: it would cost a write for each record and be thrown away.
const read = ['process', 'deployment', 'processInstance', 'job', 'incident', 'variable', 'processMessageSubscription', 'processInstanceModification'];
const unread = [
  'checkpoint', 'commandDistribution', 'compensationSubscription', 'decision', 'decisionEvaluation', 'decisionRequirements', 'deploymentDistribution', 'error',
  'escalation', 'form', 'jobBatch', 'message', 'messageBatch', 'messageStartEventSubscription', 'messageSubscription', 'processEvent',
  'processInstanceBatch', 'processInstanceCreation', 'processInstanceMigration', 'resourceDeletion', 'signal', 'signalSubscription', 'timer',
  'userTask', 'variableDocument',
];

function exporter({ recordsUrl, user, password }) {
  const prefix = 'ZEEBE_BROKER_EXPORTERS_RECORDS';
  const index = (names, value) => Object.fromEntries(names.map((name) => [`${prefix}_ARGS_INDEX_${name.toUpperCase()}`, value]));
  return {
    // The exporter's name is the id its position is kept under: another name would send everything again.
    [`${prefix}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${prefix}_ARGS_URL`]: recordsUrl,
    [`${prefix}_ARGS_AUTHENTICATION_USERNAME`]: user,
    [`${prefix}_ARGS_AUTHENTICATION_PASSWORD`]: password,
    [`${prefix}_ARGS_BULK_DELAY`]: '1',
    // Whichever comes first: with many people at work the next task need not wait for the second to pass.
    [`${prefix}_ARGS_BULK_SIZE`]: '300',
    [`${prefix}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
    ...index(read, 'true'),
    ...index(unread, 'false'),
  };
}

function network({ gateway, command, internal, rest, management }) {
  const host = '127.0.0.1';
  return {
    SERVER_ADDRESS: host,
    SERVER_PORT: String(rest),
    MANAGEMENT_SERVER_ADDRESS: host,
    MANAGEMENT_SERVER_PORT: String(management),
    ZEEBE_BROKER_NETWORK_HOST: host,
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(internal),
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: host,
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(gateway),
  };
}

/**
 * @typedef {{ gateway: number, command: number, internal: number, rest: number, management: number }} ZeebePorts
 * @param {{ ports: ZeebePorts, dataDir: string, recordsUrl?: string, user?: string, password?: string, clockControlled: boolean }} settings
 * @returns {Record<string, string>} the broker's environment
 */
export function zeebeEnvironment({ ports, dataDir, recordsUrl, user, password, clockControlled }) {
  return {
    ZEEBE_BROKER_DATA_DIRECTORY: dataDir,
    ...network(ports),
    // a bare broker, as a bench compares with, sends its records nowhere
    ...(recordsUrl ? exporter({ recordsUrl, user, password }) : {}),
    // The default (aimd with a window) stalls under load.
    ZEEBE_BROKER_BACKPRESSURE_USEWINDOWED: 'false',
    ZEEBE_BROKER_BACKPRESSURE_AIMD_REQUESTTIMEOUT: '1s',
    // Positions live in snapshots only: the shorter the period, the less is sent again after a crash.
    ZEEBE_BROKER_DATA_SNAPSHOTPERIOD: '1m',
    ...(clockControlled ? { ZEEBE_CLOCK_CONTROLLED: 'true', MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE: '*' } : {}),
  };
}
