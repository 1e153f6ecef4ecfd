// bpmn-moddle 10 has no types at its entry.
declare module 'bpmn-moddle' {
  export const BpmnModdle: new (packages: object) => { fromXML(xml: string): Promise<{ rootElement: any; warnings: unknown[] }>; toXML(element: unknown, options?: object): Promise<{ xml: string }> };
}
