// A bulk as Zeebe's Elasticsearch exporter sends it, read without losing a digit: keys come out as strings.
import { parse as parseLossless, isSafeNumber } from 'lossless-json';

/** One exported record. Keys are strings, since from partition 4 on they exceed 2^53 (`partition << 51`). */
export interface EngineRecord {
  partition: number; position: number; key: string; timestamp: number; valueType: string; intent: string; recordType: string; value: Record<string, any>;
  /** The version of the broker that wrote it. */
  broker?: string;
}

/** A line that is no record we can read, kept as it came. */
export interface BadLine { line: string; error: string }

/** Sixteen digits from 9…, or more than sixteen: what JSON.parse would round. A false alarm only costs time. */
const MAY_LOSE_DIGITS = /[:[,]\s*-?(?:9\d{15}|\d{17,})/;

const KEYS = [
  'processDefinitionKey', 'processInstanceKey', 'elementInstanceKey', 'flowScopeKey', 'parentProcessInstanceKey', 'parentElementInstanceKey', 'scopeKey', 'jobKey',
  'variableScopeKey', 'messageKey',
] as const;

function parseLine(line: string): any {
  if (!MAY_LOSE_DIGITS.test(line)) return JSON.parse(line);
  return parseLossless(line, undefined, { parseNumber: (text) => (isSafeNumber(text) ? Number(text) : text) });
}

function toRecord(raw: any): EngineRecord {
  const { partitionId, position, value } = raw;
  if (!Number.isSafeInteger(partitionId) || !Number.isSafeInteger(position) || typeof value !== 'object' || value === null) {
    throw new Error('a record needs partitionId, position and value');
  }
  for (const name of KEYS) if (value[name] !== undefined) value[name] = String(value[name]);
  return {
    partition: partitionId, position, key: String(raw.key), timestamp: Number(raw.timestamp), valueType: String(raw.valueType), intent: String(raw.intent),
    recordType: String(raw.recordType), value, ...(typeof raw.brokerVersion === 'string' ? { broker: raw.brokerVersion } : {}),
  };
}

/**
 * Reads a bulk: NDJSON, pairs of an action line and a record line.
 *
 * @returns the records in the order in which they came, and the lines that could not be read; one never hides the other
 */
export function parseBulk(body: string): { records: EngineRecord[]; bad: BadLine[] } {
  const records: EngineRecord[] = [];
  const bad: BadLine[] = [];
  const lines = body.split('\n');
  for (let i = 1; i < lines.length; i += 2) {
    const line = lines[i]!;
    try {
      records.push(toRecord(parseLine(line)));
    } catch (error) {
      bad.push({ line, error: (error as Error).message });
    }
  }
  return { records, bad };
}
