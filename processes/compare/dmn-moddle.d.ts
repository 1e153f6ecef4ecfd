// dmn-moddle 12 has no types at its entry.
declare module 'dmn-moddle' {
  export const DmnModdle: new (packages?: object) => { fromXML(xml: string): Promise<{ rootElement: any; warnings: any[] }> };
}
