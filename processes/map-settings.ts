// Where map tiles come from, when an installation has some: by default there are none, and the outlines of grids are the map.

export interface MapSettings {
  /** A URL template of Leaflet: `https://tiles.example/{z}/{x}/{y}.png`, `{s}` for subdomains. */
  tiles?: string; subdomains?: string; attribution?: string;
  /** What the tiles are drawn in: 高德 and 腾讯 use GCJ-02, 天地图 does not. */
  crs: 'wgs84' | 'gcj02';
}

/** Reads MAP_TILES, MAP_SUBDOMAINS, MAP_ATTRIBUTION and MAP_CRS. @throws one sentence that names the setting that is wrong */
export function mapSettings(env: NodeJS.ProcessEnv): MapSettings {
  const { MAP_TILES: tiles, MAP_SUBDOMAINS: subdomains, MAP_ATTRIBUTION: attribution, MAP_CRS: crs = 'wgs84' } = env;
  if (crs !== 'wgs84' && crs !== 'gcj02') throw new Error(`setting <MAP_CRS=${crs}> is neither wgs84 nor gcj02`);
  if (tiles && !(/^(https?:\/\/[\w.{}-]+(:\d+)?)?\/[^\s;,'"]*$/.test(tiles) && ['{z}', '{x}', '{y}'].every((part) => tiles.includes(part)))) {
    throw new Error(`setting <MAP_TILES=${tiles}> is not an address with {z}, {x} and {y}`);
  }
  return { crs, ...(tiles && { tiles }), ...(subdomains && { subdomains }), ...(attribution && { attribution }) };
}

/** What a page may load pictures from because of the tiles: their origin, with `*` for the label of the subdomains; nothing for tiles of our own host. */
export function tileOrigin({ tiles }: Partial<MapSettings> = {}): string[] {
  const [, scheme, host] = /^(https?:\/\/)([^/]+)\//.exec(tiles ?? '') ?? [];
  if (!scheme || !host) return [];
  const labels = host.split('.');
  const last = labels.findLastIndex((label) => label.includes('{s}'));
  return [`${scheme}${last < 0 ? host : ['*', ...labels.slice(last + 1)].join('.')}`];
}
