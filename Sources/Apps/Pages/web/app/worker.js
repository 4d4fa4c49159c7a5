// The service worker. Keeps the page's own files for the time the server is away, and nothing else: answers and documents
// are never kept. The server writes `version` and `shell` above, so that a new version of any file is a new worker.

const cacheName = `shell-${version}`;
/** What another app shared, until the page that opens asks for it: in memory only. */
let shared = null;

self.addEventListener('install', (event) => {
  const fetchAll = async () => {
    const cache = await caches.open(cacheName);
    await cache.addAll(shell.map((path) => new Request(path, { cache: 'no-cache' })));
    await self.skipWaiting();
  };
  event.waitUntil(fetchAll());
});

self.addEventListener('activate', (event) => {
  const dropOthers = async () => {
    for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(dropOthers());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === 'POST' && pathname === '/share') event.respondWith(receive(request));
  if (request.method !== 'GET') return;
  const screens = /^\/($|history$|library$|[cds]\/[^/]+$)/;
  const path = request.mode === 'navigate' && screens.test(pathname) ? '/' : pathname;
  if (shell.includes(path)) event.respondWith(newest(request, path));
});

/** The server's file; where there is no server, the one that was kept. */
async function newest(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(cacheName)).match(path);
    if (kept) return kept;
    throw error;
  }
}

/** Takes what another app shares, and opens the page. */
async function receive(request) {
  try {
    const form = await request.formData();
    const words = ['title', 'text', 'url'].map((name) => form.get(name)).filter((value) => typeof value === 'string' && value);
    // Many apps put the link into the text too.
    const text = words.filter((word, index) => !words.some((other, place) => place !== index && other.includes(word) && (other !== word || place < index)));
    shared = { type: 'shared', text: text.join('\n'), files: form.getAll('files').filter((file) => file instanceof File && file.size > 0) };
  } catch { /* nothing came whole: the page opens empty */ }
  return Response.redirect('/?shared', 303);
}

self.addEventListener('message', (event) => {
  if (event.data !== 'shared?' || !shared) return;
  event.source.postMessage(shared);
  shared = null;
});
