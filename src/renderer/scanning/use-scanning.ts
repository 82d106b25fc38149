import { onMounted, onUnmounted } from 'vue'
import { hidOf, listenForHidScans } from './hid-scanner'
import { looksLikeTicket, repairScan } from './repair-scan'
import { createScanIntake } from './scan-intake'
import { topReceiver, type Scan } from './scan-receivers'
import { useScannerStore } from './scanner-store'
import { listenForWedgeScans } from './wedge-listener'

/**
 * Starts scanning for a whole page; to be called once, by its outermost component.
 *
 * @param signedIn scans are swallowed while nobody is: they must not get into a PIN
 * @param unclaimed takes a ticket that no screen waits for
 */
export function useScanning({ signedIn, unclaimed }: { signedIn: () => boolean; unclaimed: (scan: Scan) => void }) {
  const scanner = useScannerStore()
  const intake = createScanIntake({ scanner, unclaimed, nowMs: () => performance.now() })
  let stopWedge: (() => void) | undefined
  let stopHid: (() => void) | undefined

  onMounted(() => {
    const hid = hidOf(navigator)
    if (hid !== undefined) {
      const { connect, stop } = listenForHidScans(hid, (text) => {
        if (signedIn()) intake.fromText(text)
      })
      stopHid = stop
      scanner.connect = connect
    }
    stopWedge = listenForWedgeScans({
      scan: (burst) => {
        if (signedIn()) intake.fromKeys(burst)
      },
      fragment: (text) => topReceiver()?.letters?.(text),
      takesLetters: () => signedIn() && topReceiver()?.letters !== undefined,
      ownDigits: () => !signedIn(),
      isTicket: (strokes) => looksLikeTicket(repairScan(strokes, looksLikeTicket, scanner.layout).text),
    })
  })
  onUnmounted(() => {
    stopWedge?.()
    stopHid?.()
  })
}
