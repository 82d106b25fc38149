import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { addressOf, isLoopback } from '../client-address'
import { edgeLimits } from '../edge-limits'

/**
 * Decides at the door of the server who gets a connection: nobody from the LAN while it is closed, no address more than its
 * share. Loopback is exempt, so that the till sells whatever the LAN does.
 */
export function guardConnections(server: Server, deps: { isLanOpen: () => boolean }): void {
  const open = new Map<string, number>()
  let total = 0
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket)
    if (isLoopback(address)) return
    const mine = open.get(address) ?? 0
    if (!deps.isLanOpen() || mine >= edgeLimits.maxConnectionsPerAddress || total >= edgeLimits.maxConnections) {
      socket.destroy()
      return
    }
    open.set(address, mine + 1)
    total++
    socket.once('close', () => {
      total--
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
  })
}
