/*
 * Keeps the door's page in the device, so that it opens without the server. It answers for the files of one build and for nothing else:
 * the API is always asked. The server writes the list of these files before this text, so that another build is another worker, which
 * the browser finds by itself.
 */
declare const self: ServiceWorkerGlobalScope & {
  /** `version` names the cache; `page` is the page's address, `files` what it is made of. */
  doorBuild: { version: string; page: string; files: string[] }
}

const { version, page, files } = self.doorBuild
const cacheName = `lucka-door-${version}`

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([page, ...files].map((url) => new Request(url, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== self.location.origin) return
  const address = event.request.mode === 'navigate' && pathname === page ? page : pathname
  if (address !== page && !files.includes(address)) return
  event.respondWith(caches.match(address, { cacheName }).then((found) => found ?? fetch(event.request)))
})

export {}
