import { contextBridge, ipcRenderer } from 'electron'
import {
  bridgeChannels,
  type AppInfo,
  type LuckaBridge,
  type PrintOutcome,
  type SaveOutcome,
} from '#shared/contract/bridge'

const bridge: LuckaBridge = {
  printPdf: (path) => ipcRenderer.invoke(bridgeChannels.printPdf, path) as Promise<PrintOutcome>,
  savePdf: (path) => ipcRenderer.invoke(bridgeChannels.savePdf, path) as Promise<SaveOutcome>,
  openDataFolder: () => ipcRenderer.invoke(bridgeChannels.openDataFolder) as Promise<boolean>,
  appInfo: () => ipcRenderer.invoke(bridgeChannels.appInfo) as Promise<AppInfo>,
  openCustomerDisplay: (path) => ipcRenderer.invoke(bridgeChannels.openCustomerDisplay, path) as Promise<void>,
}

contextBridge.exposeInMainWorld('lucka', bridge)
