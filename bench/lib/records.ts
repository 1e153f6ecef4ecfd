// Records as Zeebe 8.5.8 exports them, made one by one: keys are written as the numbers that they are, digit for digit.

export interface Written { position: number; text: string }
type Value = Record<string, unknown>;
/** A key as the engine makes it: the partition in the high bits, exact beyond 2^53. */
export type Key = bigint;

const digits = (value: unknown): string => JSON.stringify(value, (_name, part) => (typeof part === 'bigint' ? `#key:${part}#` : part)).replace(/"#key:(-?\d+)#"/g, '$1');

/** Joins records to the body that the exporter would send. */
export const bulkOf = (records: Written[]): string => records.map(({ text }) => text).join('');

/** The log of one partition. */
export class RecordLog {
  readonly records: Written[] = [];
  private position = 0;
  private count = 0n;
  private now: number;

  constructor(readonly partition = 1, start = '2026-06-22T01:00:00Z') {
    this.now = Date.parse(start);
  }

  /** The next record is written a second after this moment. */
  at(moment: string): void {
    this.now = Date.parse(moment);
  }

  key(): Key {
    this.count += 1n;
    return (BigInt(this.partition) << 51n) + this.count;
  }

  /** Writes a record a second after the last one. @returns its key */
  write(valueType: string, intent: string, key: Key, value: Value, recordType = 'EVENT'): Key {
    // positions have gaps: commands are not exported
    this.position += 1 + (this.position % 3);
    this.now += 1_000;
    const record = {
      partitionId: this.partition, value: { tenantId: '<default>', ...value }, key, position: this.position, timestamp: this.now, valueType, brokerVersion: '8.5.8', recordType,
      intent, sourceRecordPosition: this.position - 1, rejectionType: 'NULL_VAL', rejectionReason: '', authorizations: { authorized_tenants: ['<default>'] }, recordVersion: 1,
      sequence: (BigInt(this.partition) << 51n) + BigInt(this.position),
    };
    const action = { index: { _index: `zeebe-record_${valueType.toLowerCase()}_8.5.8_2026-06-22`, _id: `${this.partition}-${this.position}`, routing: String(this.partition) } };
    this.records.push({ position: this.position, text: `${JSON.stringify(action)}\n${digits(record)}\n` });
    return key;
  }

  /** All of it, or what was written from a place on. */
  body(from = 0, to?: number): string {
    return bulkOf(this.records.slice(from, to));
  }

  deploy(procedure: string, xml: string, version = 1): Key {
    const key = this.key();
    return this.write('PROCESS', 'CREATED', key, {
      resource: Buffer.from(xml).toString('base64'), version, bpmnProcessId: procedure, processDefinitionKey: key, checksum: 'n2VjkW/RiWLpm60DhBNhPw==', resourceName: `${procedure}.bpmn`, duplicate: false,
    });
  }

  start(procedure: string, definition: Key, parent?: { instance: Key; element: Key }): InstanceLog {
    return new InstanceLog(this, procedure, definition, this.key(), parent);
  }
}

/** One instance of a procedure, told by its records. */
export class InstanceLog {
  constructor(readonly log: RecordLog, readonly procedure: string, private definition: Key, readonly key: Key, readonly parent?: { instance: Key; element: Key }) {
    this.element(procedure, 'PROCESS', 'ELEMENT_ACTIVATING', key, -1n);
    this.element(procedure, 'PROCESS', 'ELEMENT_ACTIVATED', key, -1n);
  }

  private get common() {
    return { bpmnProcessId: this.procedure, processDefinitionKey: this.definition, processInstanceKey: this.key };
  }

  element(elementId: string, type: string, intent: string, key: Key = this.log.key(), scope: Key = this.key, event = 'UNSPECIFIED', version = 1): Key {
    return this.log.write('PROCESS_INSTANCE', intent, key, {
      ...this.common, version, elementId, bpmnElementType: type, flowScopeKey: scope, bpmnEventType: event,
      parentProcessInstanceKey: this.parent?.instance ?? -1n, parentElementInstanceKey: this.parent?.element ?? -1n,
    });
  }

  enter(elementId: string, type: string, scope: Key = this.key): Key {
    const key = this.element(elementId, type, 'ELEMENT_ACTIVATING', undefined, scope);
    return this.element(elementId, type, 'ELEMENT_ACTIVATED', key, scope);
  }

  leave(elementId: string, type: string, key: Key, scope: Key = this.key, how: 'COMPLETED' | 'TERMINATED' = 'COMPLETED'): void {
    this.element(elementId, type, how === 'COMPLETED' ? 'ELEMENT_COMPLETING' : 'ELEMENT_TERMINATING', key, scope);
    this.element(elementId, type, `ELEMENT_${how}`, key, scope);
  }

  flow(id: string, scope: Key = this.key): void {
    this.element(id, 'SEQUENCE_FLOW', 'SEQUENCE_FLOW_TAKEN', undefined, scope);
  }

  variable(name: string, value: unknown, scope: Key = this.key, intent = 'CREATED'): void {
    this.log.write('VARIABLE', intent, this.log.key(), { ...this.common, name, value: digits(value), scopeKey: scope });
  }

  /** Opens a human task with its local variables, its job and its deadline subscription. */
  task(elementId: string, { groups, limit, headers = {}, scope = this.key, form = elementId, engine = {} }: {
    groups: string[]; limit?: string | null; headers?: Record<string, string>; scope?: Key; form?: string; engine?: Record<string, string>;
  }): { element: Key; job: Key; subscription: Key } {
    const element = this.element(elementId, 'USER_TASK', 'ELEMENT_ACTIVATING', undefined, scope);
    if (limit !== undefined) this.variable('limit', limit, element);
    const subscription = this.subscribe('CREATING', this.log.key(), element, elementId);
    const job = this.job('CREATED', this.log.key(), elementId, element, {
      'io.camunda.zeebe:formKey': form, 'io.camunda.zeebe:candidateGroups': JSON.stringify(groups), ...Object.fromEntries(Object.entries(engine).map(([name, text]) => [`io.camunda.zeebe:${name}`, text])), ...headers,
    });
    this.element(elementId, 'USER_TASK', 'ELEMENT_ACTIVATED', element, scope);
    this.subscribe('CREATED', subscription, element, elementId);
    return { element, job, subscription };
  }

  endTask(elementId: string, { element, job, subscription }: { element: Key; job: Key; subscription: Key }, how: 'COMPLETED' | 'CANCELED', scope: Key = this.key): void {
    this.job(how, job, elementId, element, {});
    this.subscribe('DELETED', subscription, element, elementId);
    this.leave(elementId, 'USER_TASK', element, scope, how === 'COMPLETED' ? 'COMPLETED' : 'TERMINATED');
  }

  job(intent: string, key: Key, elementId: string, element: Key, headers: Record<string, string>, type = 'io.camunda.zeebe:userTask', more: Value = {}): Key {
    return this.log.write('JOB', intent, key, {
      ...this.common, type, retries: 1, retryBackoff: 0, elementInstanceKey: element, processDefinitionVersion: 1, elementId, customHeaders: headers, recurringTime: -1, jobKind: 'BPMN_ELEMENT',
      deadline: -1, errorCode: '', variables: {}, timeout: -1, worker: '', errorMessage: '', ...more,
    });
  }

  subscribe(intent: string, key: Key, element: Key, elementId: string): Key {
    return this.log.write('PROCESS_MESSAGE_SUBSCRIPTION', intent, key, {
      ...this.common, correlationKey: 'BY-2026-000001', elementInstanceKey: element, elementId, messageName: `deadline.${elementId}`, interrupting: true, messageKey: -1n, variables: {},
    });
  }

  incident(intent: string, key: Key, elementId: string, element: Key, job: Key): Key {
    return this.log.write('INCIDENT', intent, key, {
      ...this.common, jobKey: job, elementInstanceKey: element, elementId, errorType: 'JOB_NO_RETRIES', variableScopeKey: element, errorMessage: 'the store is away',
    });
  }

  /** From here on it runs on another version. */
  migrate(definition: Key): void {
    this.definition = definition;
  }

  end(how: 'COMPLETED' | 'TERMINATED' = 'COMPLETED'): void {
    this.leave(this.procedure, 'PROCESS', this.key, -1n, how);
  }
}
