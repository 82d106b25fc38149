import { Menu } from 'electron'

/** The few commands that a box office's window needs; the bar itself stays hidden until Alt is pressed. */
export function setMenu(platform: NodeJS.Platform, deps: { openCustomerDisplay: () => void }): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === 'darwin' ? [{ role: 'appMenu' as const }, { role: 'editMenu' as const }] : []),
      {
        label: 'Visa',
        submenu: [
          { role: 'reload', label: 'Ladda om' },
          { role: 'togglefullscreen', label: 'Helskärm', accelerator: platform === 'darwin' ? 'Ctrl+Cmd+F' : 'F11' },
          { label: 'Kundskärm', accelerator: 'Ctrl+F11', click: deps.openCustomerDisplay },
          { type: 'separator' },
          { role: 'zoomIn', label: 'Förstora' },
          { role: 'zoomOut', label: 'Förminska' },
          { role: 'resetZoom', label: 'Verklig storlek' },
          { type: 'separator' },
          { role: 'quit', label: 'Avsluta Lucka' },
        ],
      },
    ]),
  )
}
