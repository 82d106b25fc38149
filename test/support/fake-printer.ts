/** A receipt printer on TCP, as printers are on an evening: sound, mute, slow, out of paper, or gone in the middle. */
import { setTimeout as delay } from 'node:timers/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface Behaviour {
  /** Answers questions about its state, as most printers do; a mute one never does. */
  answers: boolean
  /** What it answers before and after `paperRows` rows. */
  state: 'well' | 'cover_open' | 'out_of_paper' | 'error'
  /** Runs out of paper once it has taken so many bytes. */
  paperForBytes?: number
  /** Drops the connection once it has taken so many bytes. */
  vanishesAfterBytes?: number
  /** Drops every connection at once. */
  hangsUp?: boolean
  /** Takes nothing at all, though it accepts the connection. */
  takesNothing?: boolean
  /** Waits so long before it takes what has come. */
  pauseMs?: number
}

export interface FakePrinter {
  port: number
  /** The documents it was sent, one for each connection that sent any, without the questions. */
  documents: () => Buffer[]
  behave: (behaviour: Partial<Behaviour>) => void
  close: () => Promise<void>
}

const QUESTION = Buffer.from([0x10, 0x04])
const offlineByte = { well: 0x12, cover_open: 0x16, out_of_paper: 0x32, error: 0x52 }

export async function startFakePrinter(): Promise<FakePrinter> {
  const sound: Behaviour = { answers: true, state: 'well' }
  let behaviour = sound
  const documents: Buffer[] = []
  const sockets = new Set<Socket>()

  function answer(socket: Socket, question: number | undefined, taken: number): void {
    if (!behaviour.answers) return
    const ranOut = behaviour.paperForBytes !== undefined && taken >= behaviour.paperForBytes
    const state = ranOut ? 'out_of_paper' : behaviour.state
    socket.write(Uint8Array.of(question === 4 ? (state === 'out_of_paper' ? 0x72 : 0x12) : offlineByte[state]))
  }

  function serve(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const index = documents.length
    socket.once('close', () => sockets.delete(socket))
    if (behaviour.hangsUp === true) {
      socket.destroy()
      return
    }
    if (behaviour.takesNothing === true) {
      socket.pause()
      return
    }
    let taken = Buffer.alloc(0)
    let taking = Promise.resolve()
    const take = (chunk: Buffer) => {
      let rest = chunk
      for (;;) {
        const at = rest.indexOf(QUESTION)
        const words = at === -1 ? rest : rest.subarray(0, at)
        taken = Buffer.concat([taken, words])
        if (taken.length > 0) documents[index] = taken
        if (behaviour.vanishesAfterBytes !== undefined && taken.length >= behaviour.vanishesAfterBytes) {
          socket.resetAndDestroy()
          return
        }
        if (at === -1) return
        answer(socket, rest[at + 2], taken.length)
        rest = rest.subarray(at + 3)
      }
    }
    socket.on('data', (chunk: Buffer) => {
      if (behaviour.pauseMs === undefined) {
        take(chunk)
        return
      }
      taking = taking
        .then(() => delay(behaviour.pauseMs))
        .then(() => {
          take(chunk)
        })
    })
    socket.once('end', () => {
      // A printer closes when it has read everything, not when the last byte has come.
      void taking.then(() => socket.end())
    })
  }

  const server = createServer({ allowHalfOpen: true }, serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    documents: () => documents.filter((it) => it.length > 0),
    behave: (change) => {
      behaviour = { ...sound, ...change }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          resolve()
        })
      }),
  }
}
