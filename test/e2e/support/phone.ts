/**
 * A phone on the venue's network: a browser of its own that reaches the server over HTTPS at its address on the LAN, by a link
 * that can be cut and restored while connections stand.
 */
import { chromium, type Page } from '@playwright/test'
import { createHash, X509Certificate } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Nothing comes through while it is cut, as in a cellar: packets are lost, nobody is told. */
export interface Link extends AsyncDisposable {
  readonly address: string
  cut: () => void
  restore: () => void
}

/** A second loopback address stands for the network; what goes through comes from the machine's own address, not from loopback. */
export async function openLink(host: string, port: number): Promise<Link> {
  const open = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    if (isCut) socket.pause()
  }
  const server = createServer((phone) => {
    const onward = connect({ host, port, localAddress: host })
    for (const socket of [phone, onward]) keep(socket)
    phone.on('data', (part) => isCut || onward.write(part)).on('close', () => onward.destroy())
    onward.on('data', (part) => isCut || phone.write(part)).on('close', () => isCut || phone.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve))
  return {
    address: `127.0.0.2:${String((server.address() as AddressInfo).port)}`,
    cut() {
      isCut = true
    },
    restore() {
      isCut = false
      // Bytes are missing in what stood open: to the phone those connections broke while it was away.
      for (const socket of open) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** @param ca PEM of the server's authority, which a person has installed on the phone */
export async function openPhone(link: Link, urls: readonly string[], ca: string, cameraFile: string) {
  const key = new X509Certificate(ca).publicKey.export({ type: 'spki', format: 'der' })
  const rules = urls.map((url) => `MAP ${new URL(url).host} ${link.address}`)
  const browser = await chromium.launch({
    executablePath: process.env['LUCKA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      `--host-resolver-rules=${rules.join(',')}`,
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${cameraFile}`,
    ],
  })
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'sv-SE' })
  const page: Page = await context.newPage()
  return { page, context, [Symbol.asyncDispose]: () => browser.close() }
}
