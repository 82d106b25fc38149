import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ScanVerdict } from '#shared/contract/check-in-api'
import { openConnections } from '../support/http-client'
import { createSeededRandom } from '../support/seeded-random'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { findViolations, withDatabase } from '../support/stored-data'
import { waitUntil } from '../support/wait-until'

/*
 * Eight doors scan ten thousand tickets as fast as they can, every fifth of them twice, while the server is killed ten times. A
 * door that gets no answer sends its scan again with its nonce until it does.
 */

const doors = 8
const tickets = 10_000
const repeats = tickets / 5
const kills = 10
const ticketsPerSale = 500

/** A door's scan, and what it was told in the end. */
interface Scan {
  nonce: string
  code: string
  verdict?: ScanVerdict
}

const isCutOff = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(String(error.code))

test(`${String(doors)} doors, ${String(tickets)} tickets, ${String(kills)} SIGKILLs: each ticket comes in once, no answer is forgotten`, async () => {
  await using folder = await createTemporaryFolder()
  let server = await startServerProcess({ dataFolder: folder.path, demo: true })
  const { port } = server
  using connections = openConnections(server.url, doors * 2)
  const staff = await signInAsDemoManager(connections)
  const codes = await sellTickets(staff)
  const random = createSeededRandom('door storm')
  const queue = random
    .shuffled([...codes, ...codes.slice(0, repeats)])
    .map((code): Scan => ({ nonce: randomUUID(), code }))
  const scans = [...queue]

  let answered = 0
  let serverUp = Promise.resolve()
  async function ask(scan: Scan): Promise<void> {
    for (;;) {
      await serverUp
      try {
        const body = { scanned: scan.code, doorId: 1, eventId: null, mode: 'entry' }
        const answer = await staff.send('POST', '/check-ins', body, scan.nonce)
        if (answer.status === 503) continue
        expect(answer.status).toBe(200)
        scan.verdict = answer.json() as ScanVerdict
        answered++
        return
      } catch (error) {
        if (!isCutOff(error)) throw error
      }
    }
  }
  async function door(): Promise<void> {
    for (let scan = queue.pop(); scan !== undefined; scan = queue.pop()) await ask(scan)
  }

  const working = Promise.all(Array.from({ length: doors }, door))
  for (let kill = 1; kill <= kills; kill++) {
    const enough = (scans.length / (kills + 1)) * kill
    await waitUntil(`${String(enough)} answers`, () => Promise.resolve(answered >= enough), {
      timeoutMs: 60_000,
      everyMs: 2,
    })
    let back: () => void = () => undefined
    serverUp = new Promise((resolve) => (back = resolve))
    await server.kill()
    expect(findViolations(folder.path), `after kill ${String(kill)}`).toEqual([])
    server = await startServerProcess({ dataFolder: folder.path, port })
    back()
  }
  await working

  const admitted = scans.filter(({ verdict }) => verdict?.outcome === 'admitted').map(({ code }) => code)
  expect(admitted).toHaveLength(tickets)
  expect(new Set(admitted).size).toBe(tickets)
  const others = scans.filter(({ verdict }) => verdict?.outcome !== 'admitted')
  expect(new Set(others.map(({ verdict }) => verdict?.reason))).toEqual(new Set(['already_used']))

  // Asked once more, every scan is what it was: the answer was stored with what it says.
  for (const scan of random.shuffled(scans).slice(0, 300)) {
    const again: Scan = { nonce: scan.nonce, code: scan.code }
    await ask(again)
    expect(again.verdict).toEqual(scan.verdict)
  }
  await server.stop()
  expect(findViolations(folder.path)).toEqual([])
  const stored = withDatabase(folder.path, (database) =>
    database.prepare('SELECT count(*) FROM check_in').pluck().get(),
  )
  expect(stored).toBe(tickets)
}, 300_000)

async function sellTickets(staff: StaffApi): Promise<string[]> {
  const { id: ticketTypeId } = await staff.createTicketType()
  const event = await staff.createEvent({
    seats: tickets,
    maxTicketsPerPayment: ticketsPerSale,
    ticketTypeIds: [ticketTypeId],
  })
  const codes: string[] = []
  while (codes.length < tickets) {
    const { tickets: sold } = await staff.sellForCash(event.id, ticketTypeId, ticketsPerSale)
    codes.push(...sold.map(({ code }) => code))
  }
  return codes
}
