import { onMounted, onUnmounted, shallowReactive } from 'vue'
import type { KeyBurst } from './key-burst'
import type { Repair } from './repair-scan'

/** One code that was read, by whatever device. */
export interface Scan {
  text: string
  repair: Repair | null
  /** The keys that brought it; null from a device that sends text. */
  burst: KeyBurst | null
}

export interface ScanReceiver {
  /** Gets tickets only, unless it `takesAnything`. */
  scan: (scan: Scan) => void
  /** Has an answer of its own for what is no ticket. */
  takesAnything?: boolean
  /** Two scanners spoke at once: their letters are mixed and belong to no ticket. */
  mixed?: () => void
  /** What somebody begins to type with no field in focus; without it letters are the screen's keys. */
  letters?: (text: string) => void
  /** Looks at the scanner itself: gets every scan as it came, with what lies over the page left open. */
  inspects?: boolean
}

/** Long enough to load a screen, and to say whether the one before may be left; later nobody waits for the answer. */
const waitsAtMostMs = 15_000

const receivers = shallowReactive<ScanReceiver[]>([])
let waiting: { scan: Scan; untilMs: number }[] = []

/** The one on top gets what is scanned. */
export const topReceiver = (): ScanReceiver | undefined => receivers.at(-1)

/** Keeps a scan for the screen that is about to open. */
export function waitForReceiver(scan: Scan): void {
  waiting.push({ scan, untilMs: performance.now() + waitsAtMostMs })
}

/** Gives a component what is scanned while it is mounted; the newest comes first, as with keys. */
export function useScans(receiver: ScanReceiver): void {
  onMounted(() => {
    receivers.push(receiver)
    const scans = waiting.filter(({ untilMs }) => untilMs > performance.now())
    waiting = []
    for (const { scan } of scans) receiver.scan(scan)
  })
  onUnmounted(() => {
    receivers.splice(receivers.indexOf(receiver), 1)
  })
}
