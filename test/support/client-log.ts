/**
 * What clients have been told, and whether it is still true. An entry is made only after its whole answer has been read:
 * a call that was cut off proves nothing, whatever the server did with it.
 */
import type { HttpConnections } from './http-client'
import type { StaffApi } from './staff-api'
import { createVisitor, PaymentStatusAnswer, readAs, ValidationAnswer } from './ticket-client'

export type LogEntry =
  | { kind: 'reservation'; cookie: string; eventId: number; count: number }
  | { kind: 'payment start'; cookie: string; email: string; token: string }
  | { kind: 'payment'; cookie: string }
  | { kind: 'cash sale'; orderId: number; codes: string[] }
  | { kind: 'admission'; code: string; timesUsed: number }

/** The entries that the server no longer honours, each with what it says instead. */
export async function findForgotten(
  log: readonly LogEntry[],
  connections: HttpConnections,
  staff: StaffApi,
): Promise<{ entry: LogEntry; answer: string }[]> {
  const outcomes = await Promise.all(
    log.map(async (entry) => {
      const answer = await checkEntry(entry, connections, staff).catch((error: unknown) => String(error))
      return answer === undefined ? [] : [{ entry, answer }]
    }),
  )
  return outcomes.flat()
}

/** Undefined when all is as the client was told. */
async function checkEntry(entry: LogEntry, connections: HttpConnections, staff: StaffApi): Promise<string | undefined> {
  const visitor = createVisitor(connections)
  if ('cookie' in entry) visitor.cookies.set('sessionid', entry.cookie)
  switch (entry.kind) {
    case 'reservation': {
      const { status } = readAs(PaymentStatusAnswer, await visitor.paymentStatus())
      return ['RESERVED', 'PAID'].includes(status) ? undefined : status
    }
    case 'payment start': {
      const { mail } = readAs(PaymentStatusAnswer, await visitor.paymentStatus())
      const qr = await visitor.send('GET', `/generate_qr/${entry.token}?format=svg`)
      return mail === entry.email && qr.status === 200 ? undefined : `mail ${String(mail)}, QR ${String(qr.status)}`
    }
    case 'payment': {
      const { status, reference } = readAs(PaymentStatusAnswer, await visitor.paymentStatus())
      return status === 'PAID' && reference !== undefined ? undefined : status
    }
    case 'cash sale': {
      const { status, tickets } = await staff.getOrder(entry.orderId)
      const codes = tickets.map(({ code }) => code)
      return status === 'paid' && entry.codes.every((code) => codes.includes(code)) ? undefined : status
    }
    case 'admission': {
      const found = readAs(ValidationAnswer, await visitor.validate(entry.code, { use_ticket: false }))
      return found.times_used > entry.timesUsed ? undefined : `times_used ${String(found.times_used)}`
    }
  }
}
