/** A collection of reports of a HID device, as Chromium tells of it. */
interface Collection {
  usagePage?: number
  usage?: number
}

const barcodeScannerPage = 0x8c
const barcodeScanner = 0x02

/**
 * Whether a device is a barcode scanner and nothing else besides: a page that may read keyboards, too, would read passwords.
 *
 * @param device of whatever kind; only HID devices have collections
 */
export function isBarcodeScanner(device: object): boolean {
  const collections =
    'collections' in device && Array.isArray(device.collections) ? (device.collections as Collection[]) : []
  return (
    collections.length > 0 &&
    collections.every(({ usagePage }) => usagePage === barcodeScannerPage || isVendors(usagePage)) &&
    collections.some(({ usagePage, usage }) => usagePage === barcodeScannerPage && usage === barcodeScanner)
  )
}

/** Scanners carry collections of their maker's own beside the standard one. */
const isVendors = (usagePage = 0): boolean => usagePage >= 0xff_00
