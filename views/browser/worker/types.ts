// What a worker knows of itself, as far as ours uses it; the page's types do not name it.

export interface Extended extends Event { waitUntil(work: Promise<unknown>): void }
export interface Fetching extends Extended { request: Request; respondWith(answer: Promise<Response>): void }
export interface Told extends Extended { data: unknown }

export interface Worker {
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate' | 'sync', listener: (event: Extended) => void): void;
  addEventListener(name: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(name: 'message', listener: (event: Told) => void): void;
}
