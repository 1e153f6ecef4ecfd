// Positions are kept in WGS 84; tiles of 高德 and 腾讯 are drawn in GCJ-02, some hundred metres beside it: what is shown on them is converted.

export type Crs = 'wgs84' | 'gcj02';
export type Convert = (lng: number, lat: number) => [number, number];

const same: Convert = (lng, lat) => [lng, lat];

/** From WGS 84 to what is shown. The conversion is loaded only where it is needed. */
export async function displayed(crs: Crs): Promise<Convert> {
  if (crs === 'wgs84') return same;
  const gcoord = await load();
  return (lng, lat) => gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02);
}

/** From what is shown back to WGS 84. */
export async function kept(crs: Crs): Promise<Convert> {
  if (crs === 'wgs84') return same;
  const gcoord = await load();
  return (lng, lat) => gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84);
}

async function load() {
  // its types describe a module of its own kind: the bundle gives what it exports
  const { default: loaded } = await import('gcoord');
  return loaded as unknown as typeof loaded.default;
}
