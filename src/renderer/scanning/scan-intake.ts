import type { KeyBurst } from './key-burst'
import { closeOverlays } from './close-overlays'
import { looksLikeTicket, repairScan } from './repair-scan'
import { topReceiver, type Scan } from './scan-receivers'
import type { useScannerStore } from './scanner-store'

/** Scanning phones send each code twice, as keys and as text. Nobody shows a ticket twice in that time. */
const doubledMs = 1_000
/** What two scanners left behind after their letters got mixed. */
const mixedRestMs = 600
/** Letters of two or more codes and nothing else; of signed ones, or of one that has lost a letter. */
const mixedCodes = /^([A-Za-z]{7,40}|[A-Za-z0-9.]{100,})$/

/**
 * Where scans of all devices come together: each is repaired, told from its double, and given to the screen.
 *
 * @param unclaimed takes a ticket that no screen waits for
 */
export function createScanIntake(deps: {
  scanner: Pick<ReturnType<typeof useScannerStore>, 'layout' | 'say' | 'explain'>
  unclaimed: (scan: Scan) => void
  nowMs: () => number
}) {
  const { scanner, unclaimed, nowMs } = deps
  let latest = { text: '', atMs: -Infinity }
  let mixedAtMs = -Infinity

  function answerMixed(): void {
    closeOverlays()
    const receiver = topReceiver()
    if (receiver?.mixed === undefined) scanner.say('mixed')
    else receiver.mixed()
  }

  function give(scan: Scan): void {
    const receiver = topReceiver()
    if (receiver?.inspects === true) {
      receiver.scan(scan)
      return
    }
    const isTicket = looksLikeTicket(scan.text)
    const atMs = nowMs()
    if (!isTicket && atMs - mixedAtMs < mixedRestMs) return
    if (!isTicket && mixedCodes.test(scan.text.replaceAll(/\s/g, ''))) {
      mixedAtMs = atMs
      answerMixed()
      return
    }
    const doubled = scan.text === latest.text && atMs - latest.atMs < doubledMs
    if (doubled) return
    latest = { text: scan.text, atMs }
    // A scan wins over everything: what lies over the page makes way for its answer.
    closeOverlays()
    if (scan.repair !== null) scanner.explain(scan.repair)
    if (receiver !== undefined && (isTicket || receiver.takesAnything === true)) receiver.scan(scan)
    else if (isTicket) unclaimed(scan)
    else scanner.say('no_ticket')
  }

  return {
    fromKeys(burst: KeyBurst): void {
      give({ ...repairScan(burst.strokes, looksLikeTicket, scanner.layout), burst })
    },
    /** From a device that sends text and not keys. */
    fromText(text: string): void {
      give({ text: text.trim(), repair: null, burst: null })
    },
  }
}
