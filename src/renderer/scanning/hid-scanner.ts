/**
 * Scanners that are no keyboards but HID point-of-sale devices, through WebHID where the browser has it: what they read comes as
 * text, whatever layout and focus there are.
 *
 * The report is read where the device's own description says that its parts lie, so that no maker need be known.
 * `@point-of-sale/webhid-barcode-scanner` 1.2.2 was read and left out: it knows four makers by number and one fixed report, takes
 * one device at a time, and its `reconnect`, which it calls itself when a scanner is plugged in, fails without an argument.
 *
 * Source: USB-IF, "HID Point of Sale Usage Tables" 1.02, page 0x8C: 0x02 barcode scanner, 0xFE decoded data, 0xFF decode data
 * continued; "HID Usage Tables", page 0x01: 0x3B byte count. The report itself, with an example of two: Access-IS, "LSR118
 * Product Manual", appendix B. All read 2026-11-25.
 */

/** The parts of WebHID that are used; TypeScript's own library has none of it. */
interface HidReportItem {
  usages?: readonly number[]
  reportSize?: number
  reportCount?: number
}

interface HidCollection {
  usagePage?: number
  usage?: number
  inputReports?: readonly { reportId?: number; items?: readonly HidReportItem[] }[]
  children?: readonly HidCollection[]
}

interface HidDevice extends EventTarget {
  opened: boolean
  collections: readonly HidCollection[]
  open: () => Promise<void>
}

export interface Hid extends EventTarget {
  getDevices: () => Promise<HidDevice[]>
  requestDevice: (options: { filters: { usagePage: number; usage: number }[] }) => Promise<HidDevice[]>
}

interface InputReport {
  reportId: number
  data: DataView
}

const scannerUsage = { usagePage: 0x8c, usage: 0x02 }
const decodedData = 0x8c_00fe
const dataContinued = 0x8c_00ff
const byteCount = 0x01_003b
const longestText = 4_096

/** Undefined where the browser has no WebHID, or the page may not use it. */
export const hidOf = (browser: Navigator): Hid | undefined => ('hid' in browser ? (browser.hid as Hid) : undefined)

const isScanner = ({ collections }: HidDevice): boolean =>
  collections.some(({ usagePage, usage }) => usagePage === scannerUsage.usagePage && usage === scannerUsage.usage)

interface Part {
  bit: number
  bits: number
}

/** Where each part of a report lies, by its usage. */
function partsOf(items: readonly HidReportItem[]): Map<number, Part> {
  const parts = new Map<number, Part>()
  let bit = 0
  for (const { usages = [], reportSize = 0, reportCount = 0 } of items) {
    const [first] = usages
    if (first !== undefined) parts.set(first, { bit, bits: reportSize * reportCount })
    bit += reportSize * reportCount
  }
  return parts
}

function reportsIn(collections: readonly HidCollection[]): Map<number, Map<number, Part>> {
  const own = collections.flatMap(({ inputReports = [] }) =>
    inputReports.map(({ reportId = 0, items = [] }) => [reportId, partsOf(items)] as const),
  )
  return new Map([...own, ...collections.flatMap(({ children = [] }) => [...reportsIn(children)])])
}

const isSet = (data: DataView, { bit }: Part): boolean =>
  bit >> 3 < data.byteLength && (data.getUint8(bit >> 3) & (1 << (bit & 7))) !== 0

/** The characters of one report: QR codes of tickets hold nothing beyond ASCII. */
function textIn(data: DataView, part: Part, length: number): string {
  const from = part.bit >> 3
  const until = Math.min(from + Math.min(length, part.bits >> 3), data.byteLength)
  return Array.from({ length: Math.max(0, until - from) }, (_, at) =>
    String.fromCharCode(data.getUint8(from + at)),
  ).join('')
}

/** Puts the reports of one device together to texts. */
function createReader(collections: readonly HidCollection[], onText: (text: string) => void) {
  const reports = reportsIn(collections)
  let begun = ''
  return (reportId: number, data: DataView): void => {
    const parts = reports.get(reportId)
    const text = parts?.get(decodedData)
    if (parts === undefined || text === undefined) return
    const count = parts.get(byteCount)
    const length = count === undefined ? text.bits >> 3 : data.getUint8(count.bit >> 3)
    begun = (begun + textIn(data, text, length)).slice(0, longestText)
    const more = parts.get(dataContinued)
    if (more !== undefined && isSet(data, more)) return
    const whole = begun.replaceAll(/[\0\r\n]+$/g, '')
    begun = ''
    if (whole !== '') onText(whole)
  }
}

/**
 * Listens to the scanners that this page may use, now and when they are plugged in, until `stop`.
 *
 * @returns `connect` asks the person which scanner to allow; false when none was chosen, or another program has it
 */
export function listenForHidScans(hid: Hid, onText: (text: string) => void) {
  const ends = new Map<HidDevice, () => void>()
  let stopped = false

  async function listenTo(device: HidDevice): Promise<boolean> {
    if (!isScanner(device) || stopped) return false
    if (ends.has(device)) return true
    const read = createReader(device.collections, onText)
    const onReport = (event: Event) => {
      const { reportId, data } = event as Event & InputReport
      read(reportId, data)
    }
    ends.set(device, () => {
      device.removeEventListener('inputreport', onReport)
    })
    device.addEventListener('inputreport', onReport)
    try {
      if (!device.opened) await device.open()
      return true
    } catch {
      forget(device)
      return false
    }
  }

  function forget(device: HidDevice): void {
    ends.get(device)?.()
    ends.delete(device)
  }

  const deviceOf = (event: Event) => (event as Event & { device: HidDevice }).device
  const onConnect = (event: Event) => void listenTo(deviceOf(event))
  const onDisconnect = (event: Event) => {
    forget(deviceOf(event))
  }
  const listenToAll = async (devices: Promise<HidDevice[]>) => Promise.all((await devices).map(listenTo))

  hid.addEventListener('connect', onConnect)
  hid.addEventListener('disconnect', onDisconnect)
  // Without permission to look there are none.
  void listenToAll(hid.getDevices()).catch(() => undefined)

  return {
    connect: async () => (await listenToAll(hid.requestDevice({ filters: [scannerUsage] }))).includes(true),
    stop: () => {
      stopped = true
      hid.removeEventListener('connect', onConnect)
      hid.removeEventListener('disconnect', onDisconnect)
      for (const device of [...ends.keys()]) forget(device)
    },
  }
}
