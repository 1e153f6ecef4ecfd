// dmn-moddle 12 has no types.
declare module 'dmn-moddle' {
  export const DmnModdle: new (packages?: object) => { fromXML(xml: string): Promise<{ rootElement: any; warnings: { message: string }[] }>; toXML(element: unknown, options?: object): Promise<{ xml: string }> };
}
