// Evaluating a decision file on the engine without leaving it there.
import { Invalid } from './errors.js';

export interface Named { name: string; value: unknown }
/** One decision that was asked on the way, and which of its rules matched. */
export interface Evaluated { decision: string; name: string; output: unknown; inputs: Named[]; rules: { id: string; index: number; outputs: Named[] }[] }
export interface Tried { output: unknown; decisions: Evaluated[] }

/** `evaluate: false` only takes away what an earlier try-out may have left. */
export interface Asked { xml: string; decision: string; variables: object; evaluate?: false }

type Grpc = Record<string, (request: object) => Promise<any>>;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

const evaluated = (one: any): Evaluated => ({
  decision: one.decisionId, name: one.decisionName, output: parsed(one.decisionOutput),
  inputs: (one.evaluatedInputs ?? []).map((input: any) => ({ name: input.inputName, value: parsed(input.inputValue) })),
  rules: (one.matchedRules ?? []).map((rule: any) => ({ id: rule.ruleId, index: Number(rule.ruleIndex), outputs: (rule.evaluatedOutputs ?? []).map((output: any) => ({ name: output.outputName, value: parsed(output.outputValue) })) })),
});

/**
 * Deploys a file, evaluates one of its decisions and takes the file away again, whatever came of it.
 *
 * @param within gives a call its deadline and turns a refusal into our words
 * @throws Invalid with the engine's words, when the file is refused or the evaluation fails
 */
export async function tryDecision(grpc: Grpc, within: <T>(call: Promise<T>) => Promise<T>, { xml, decision, variables, evaluate }: Asked): Promise<Tried> {
  const deployed = await within(grpc.deployResourceSync!({ resources: [{ name: `${decision}.dmn`, content: Buffer.from(xml) }] }));
  const keys: string[] = deployed.deployments.filter((one: any) => one.decisionRequirements).map((one: any) => String(one.decisionRequirements.decisionRequirementsKey));
  try {
    if (evaluate === false) return { output: null, decisions: [] };
    const answer = await within(grpc.evaluateDecisionSync!({ decisionId: decision, variables: JSON.stringify(variables) }));
    if (answer.failureMessage) throw new Invalid(answer.failureMessage);
    return { output: parsed(answer.decisionOutput), decisions: answer.evaluatedDecisions.map(evaluated) };
  } finally {
    for (const resourceKey of keys) await within(grpc.deleteResourceSync!({ resourceKey }));
  }
}
