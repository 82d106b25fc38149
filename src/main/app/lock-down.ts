import { session, type App, type WebContents } from 'electron'
import { isBarcodeScanner } from '#main/app/hid-devices'
import { isOwnUrl } from '#main/app/own-origin'

/**
 * Takes from every page, now and later, whatever a box office does not need: leaving our server, opening windows,
 * embedding foreign pages, and every permission but those for the camera and for barcode scanners, which our own pages get. To
 * be called once Electron is ready.
 */
export function lockDown(app: App, ownOrigin: () => string | undefined): void {
  const isOwn = (url: string): boolean => {
    const origin = ownOrigin()
    return origin !== undefined && isOwnUrl(url, origin)
  }
  app.on('web-contents-created', (_event, contents) => {
    lockDownPages(contents, isOwn)
  })

  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const isCameraOnly = 'mediaTypes' in details && details.mediaTypes.join() === 'video'
    answer(permission === 'media' && isCameraOnly && isOwn(details.requestingUrl))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) => {
    return ((permission === 'media' && mediaType === 'video') || permission === 'hid') && isOwn(requestingOrigin)
  })
  defaultSession.setDevicePermissionHandler(({ deviceType, device, origin }) => {
    return deviceType === 'hid' && isBarcodeScanner(device) && isOwn(origin)
  })
  defaultSession.on('select-hid-device', (event, { deviceList }, choose) => {
    event.preventDefault()
    choose(deviceList.find(isBarcodeScanner)?.deviceId)
  })
}

function lockDownPages(contents: WebContents, isOwn: (url: string) => boolean): void {
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
