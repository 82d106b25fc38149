import { onMounted, onUnmounted } from 'vue'

/** Keeps the screen lit while the page is to be seen; the browser takes the lock away whenever it is not. */
export function useWakeLock(): void {
  let lock: WakeLockSentinel | undefined

  async function ask(): Promise<void> {
    if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return
    // Refused on a low battery: then the screen goes out as it always does.
    lock = await navigator.wakeLock.request('screen').catch(() => undefined)
  }
  const onVisible = () => void ask()

  onMounted(() => {
    document.addEventListener('visibilitychange', onVisible)
    void ask()
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', onVisible)
    void lock?.release()
  })
}
