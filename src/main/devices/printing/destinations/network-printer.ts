import { connect, type Socket } from 'node:net'
import { PrintError, systemCode } from '../print-error'
import { readStatus, statusRequest } from './printer-status'

/** All in milliseconds. None of them is ever waited for by a sale. */
export interface NetworkPrinterLimits {
  /** Until the printer answers the connection. */
  connectMs: number
  /** For an answer about its state. Many printers never give one, and then it is not waited for again. */
  statusMs: number
  /** Without taking a byte or answering: a long document keeps a sound printer silent for some seconds. */
  silentMs: number
  /** For the printer to close after us. Closing hard before it has read everything could make it throw that away. */
  closeMs: number
}

export const networkPrinterLimits: NetworkPrinterLimits = {
  connectMs: 3_000,
  statusMs: 300,
  silentMs: 12_000,
  closeMs: 2_000,
}

/**
 * Sends bytes to a receipt printer over TCP, one connection for each document. A printer that answers about its state is
 * asked before, so that nothing is sent into an open cover, and after, so that a document is only called printed by a printer
 * that still stands well. One that never answers is believed when it has taken everything and closed, or stays silent.
 *
 * @throws PrintError
 */
export async function printOverNetwork(
  target: { host: string; port: number },
  bytes: Uint8Array,
  limits: NetworkPrinterLimits = networkPrinterLimits,
): Promise<void> {
  const socket = await open(target, limits.connectMs)
  try {
    const printer = listenTo(socket)
    const before = await printer.status(limits.statusMs)
    if (before?.fault !== undefined) throw new PrintError(before.fault, 'The printer says that it cannot print.')
    await printer.send(bytes, limits.silentMs)
    if (before === undefined) {
      await printer.finish(limits.closeMs)
      return
    }
    const after = await printer.status(limits.silentMs)
    if (after === undefined) throw new PrintError('too_slow', 'The printer took the document and then fell silent.')
    if (after.fault !== undefined) throw new PrintError('stopped_midway', `The printer stopped: ${after.fault}.`)
    await printer.finish(limits.closeMs)
  } finally {
    socket.destroy()
  }
}

function open({ host, port }: { host: string; port: number }, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new PrintError('unreachable', `${host} did not answer within ${timeoutMs} ms.`))
    }, timeoutMs)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      socket.setNoDelay(true)
      resolve(socket)
    })
    const onError = (error: Error) => {
      clearTimeout(timer)
      const code = systemCode(error) === 'ECONNREFUSED' ? 'refused' : 'unreachable'
      reject(new PrintError(code, error.message, { cause: error }))
    }
    socket.once('error', onError)
  })
}

interface ConnectedPrinter {
  /** Asks for its state; undefined when it does not answer in time. */
  status: (timeoutMs: number) => Promise<ReturnType<typeof readStatus>>
  send: (bytes: Uint8Array, silentMs: number) => Promise<void>
  /** Ends our side and waits a little for the printer to end its own. */
  finish: (timeoutMs: number) => Promise<void>
}

function listenTo(socket: Socket): ConnectedPrinter {
  let received: number[] = []
  let broken: Error | undefined
  let ended = false
  let onChange: (() => void) | undefined
  let sending = false
  const changed = () => onChange?.()
  socket.on('data', (chunk: Buffer) => {
    received.push(...chunk)
    changed()
  })
  socket.on('error', (error) => {
    broken = error
    changed()
  })
  socket.on('end', () => {
    ended = true
    changed()
  })
  socket.on('drain', changed)
  socket.on('close', () => {
    ended = true
    changed()
  })

  /** Waits until `isReached`, at most `timeoutMs` after the last sign of life. @returns whether it was */
  function until(isReached: () => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (reached: boolean) => {
        clearTimeout(timer)
        onChange = undefined
        resolve(reached)
      }
      let timer = setTimeout(finish, timeoutMs, false)
      onChange = () => {
        if (isReached() || broken !== undefined) finish(isReached())
        else {
          clearTimeout(timer)
          timer = setTimeout(finish, timeoutMs, false)
        }
      }
      if (isReached()) finish(true)
    })
  }

  const vanished = () => new PrintError('vanished', broken?.message ?? 'The printer closed the connection.')
  const refused = () => new PrintError('refused', broken?.message ?? 'The printer closed the connection at once.')

  return {
    async status(timeoutMs) {
      received = []
      socket.write(statusRequest)
      await until(() => readStatus(received) !== undefined || ended, timeoutMs)
      const status = readStatus(received)
      if (status === undefined && (ended || broken !== undefined)) throw sending ? vanished() : refused()
      return status
    },

    async send(bytes, silentMs) {
      sending = true
      const document = { taken: false }
      socket.write(bytes, (error) => {
        document.taken = !(error instanceof Error)
        changed()
      })
      await until(() => document.taken || ended, silentMs)
      if (broken !== undefined || (ended && !document.taken)) throw vanished()
      if (!document.taken) throw new PrintError('too_slow', `The printer took nothing for ${silentMs} ms.`)
    },

    async finish(timeoutMs) {
      socket.end()
      await until(() => ended, timeoutMs)
      if (broken !== undefined) throw vanished()
    },
  }
}
