const worker = '/door/service-worker.js'
const lookAgainMs = 60 * 60_000

/** The page in the device: kept up to date, or thrown away. */
export interface KeptPage {
  /** Calls back when another build has taken the place of the one that runs. */
  onRenewed: (listener: () => void) => void
  forget: () => Promise<void>
}

/** Has the browser keep this page, so that it opens without the server. Without a worker it works as long as it stays open. */
export function keepPage(): KeptPage {
  if (!('serviceWorker' in navigator)) return { onRenewed: () => undefined, forget: () => Promise.resolve() }
  const registered = navigator.serviceWorker.register(worker, { scope: '/door/', updateViaCache: 'none' })
  registered.then(
    (registration) => {
      setInterval(() => void registration.update().catch(() => undefined), lookAgainMs)
    },
    () => undefined,
  )
  const hadOne = navigator.serviceWorker.controller !== null
  return {
    onRenewed(listener) {
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        if (hadOne) listener()
      })
    },
    async forget() {
      await Promise.all((await caches.keys()).map((name) => caches.delete(name)))
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister()
    },
  }
}
