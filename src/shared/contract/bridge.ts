/*
 * The desktop bridge, `window.lucka`: what a page cannot do itself. It exists in the desktop app only; in a browser it
 * is undefined, and screens then offer what a browser can do instead. Business data never goes through it.
 */

export type PrintOutcome =
  /** `opened`: the system's PDF program shows it, and the person prints from there. */
  | { ok: true; how: 'printed' | 'opened' }
  | {
      ok: false
      /** `no_printer`: the system has none. `cancelled`: the person closed the dialog. `unavailable`: the server did not give the document. */
      reason: 'no_printer' | 'cancelled' | 'unavailable' | 'failed'
    }

export type SaveOutcome = { ok: true; file: string } | { ok: false; reason: 'cancelled' | 'unavailable' | 'unwritable' }

export interface AppInfo {
  version: string
  electron: string
  chromium: string
  node: string
  platform: string
}

export interface LuckaBridge {
  /** Prints a document of our own server, `path` as in `/api/v1/…`: a PDF on the default printer, a page after the print dialog. */
  printPdf(path: string): Promise<PrintOutcome>
  /** Asks where to keep a document of our own server and writes it there. */
  savePdf(path: string): Promise<SaveOutcome>
  /** Shows the data folder in the system's file manager; false where that is not possible. */
  openDataFolder(): Promise<boolean>
  appInfo(): Promise<AppInfo>
  /** Shows a register's customer display, `path` as in `/display/…`, in a window of its own: on a second screen where there is one. */
  openCustomerDisplay(path: string): Promise<void>
}

/** IPC channels, one for each method. */
export const bridgeChannels = {
  printPdf: 'document:print',
  savePdf: 'document:save',
  openDataFolder: 'data-folder:open',
  appInfo: 'app:describe',
  openCustomerDisplay: 'customer-display:open',
} as const satisfies Record<keyof LuckaBridge, string>

declare global {
  interface Window {
    readonly lucka?: LuckaBridge
  }
}
