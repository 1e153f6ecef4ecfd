// What an element does, in the words of the engine's extensions: said once as plain data, written as Zeebe wants it.

export interface Behaviour {
  /** The job type of an automatic step. */
  job?: string;
  form?: string; groups?: string; assignee?: string;
  /** The procedure that is called. */
  called?: string;
  headers?: Record<string, string>;
  /** target → FEEL, without the equals sign. */
  inputs?: Record<string, string>; outputs?: Record<string, string>;
  properties?: Record<string, string>;
}

/** The extension elements of a behaviour, in the order in which the shipped diagrams have them. */
export function extensions({ job, form, groups, assignee, called, headers = {}, inputs = {}, outputs = {}, properties = {} }: Behaviour, make: (type: string, attributes: object) => any): any[] {
  const mappings = (type: string, given: Record<string, string>) => Object.entries(given).map(([target, source]) => make(type, { source: `=${source}`, target }));
  const pairs = (type: string, name: string, given: Record<string, string>) => Object.entries(given).map(([key, value]) => make(type, { [name]: key, value }));
  const [ins, outs] = [mappings('zeebe:Input', inputs), mappings('zeebe:Output', outputs)];
  return [
    ...(job ? [make('zeebe:TaskDefinition', { type: job })] : []),
    ...(called ? [make('zeebe:CalledElement', { processId: called, propagateAllChildVariables: false, propagateAllParentVariables: false })] : []),
    ...(form ? [make('zeebe:FormDefinition', { formKey: form })] : []),
    ...(groups ? [make('zeebe:AssignmentDefinition', { ...(assignee ? { assignee: `=${assignee}` } : {}), candidateGroups: `=${groups}` })] : []),
    ...(Object.keys(headers).length > 0 ? [make('zeebe:TaskHeaders', { values: pairs('zeebe:Header', 'key', headers) })] : []),
    ...(ins.length + outs.length > 0 ? [make('zeebe:IoMapping', { ...(ins.length > 0 ? { inputParameters: ins } : {}), ...(outs.length > 0 ? { outputParameters: outs } : {}) })] : []),
    ...(Object.keys(properties).length > 0 ? [make('zeebe:Properties', { properties: pairs('zeebe:Property', 'name', properties) })] : []),
  ];
}
