import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { createSwishClient } from '#main/swish/client/swish-client'
import type { PaymentProvider, PaymentRequest, RefundRequest } from '#main/swish/payment-provider'
import { createMutualTlsTransport } from '#main/swish/tls/mutual-tls-transport'

export const payeeAlias = '1234679304'
export const callbackUrl = 'https://tickets.example/swish/callback'
export const instructionId = '7C1B0E55A2D94C1FB3E1A6D2508F9E10'
export const callbackIdentifier = '5B0D7E2FA1C64E3B9D8872C3E4F50611'
export const token = 'c28a4061470f4af48973bd2a4642b4fa'

export const paymentPath = `/swish-cpcapi/api/v1/paymentrequests/${instructionId}`
export const newPaymentPath = `/swish-cpcapi/api/v2/paymentrequests/${instructionId}`
export const refundPath = `/swish-cpcapi/api/v1/refunds/${instructionId}`
export const newRefundPath = `/swish-cpcapi/api/v2/refunds/${instructionId}`

export const aPayment = (changes: Partial<PaymentRequest> = {}): PaymentRequest => ({
  instructionId,
  amountOre: 15_000,
  message: 'Order 1042',
  payeeReference: 'ORDER-1042',
  callbackIdentifier,
  ...changes,
})

export const aRefund = (changes: Partial<RefundRequest> = {}): RefundRequest => ({
  instructionId,
  originalPaymentReference: '1F0A6C2B9D7E4F5583AB10C4D2E6F791',
  amountOre: 5_000,
  message: 'Refund of order 1042',
  payerReference: 'REFUND-1042-1',
  callbackIdentifier,
  ...changes,
})

/** The payment object of Swish's guide, as it is on the wire. */
export const paymentObject = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: instructionId,
  payeePaymentReference: 'ORDER-1042',
  paymentReference: '1F0A6C2B9D7E4F5583AB10C4D2E6F791',
  callbackUrl,
  callbackIdentifier,
  payerAlias: '46464646464',
  payeeAlias,
  amount: 150.0,
  currency: 'SEK',
  message: 'Order 1042',
  status: 'PAID',
  dateCreated: '2026-11-23T10:15:30.123Z',
  datePaid: '2026-11-23T10:15:34.123Z',
  errorCode: null,
  errorMessage: null,
  ...changes,
})

export const refundObject = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: instructionId,
  paymentReference: null,
  payerPaymentReference: 'REFUND-1042-1',
  originalPaymentReference: '1F0A6C2B9D7E4F5583AB10C4D2E6F791',
  callbackUrl,
  callbackIdentifier,
  payerAlias: payeeAlias,
  payeeAlias: '46712345678',
  amount: 50.0,
  currency: 'SEK',
  message: 'Refund of order 1042',
  status: 'CREATED',
  dateCreated: '2026-11-23T10:15:30.123Z',
  datePaid: null,
  errorCode: null,
  errorMessage: null,
  additionalInformation: null,
  ...changes,
})

interface Seen {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Scripted {
  status: number
  headers?: Record<string, string>
  body?: string
}
/** What the server does with one request. `drop`: takes it and breaks the line. `hang`: takes it and says nothing. */
export type Deed = Scripted | 'drop' | 'hang'

export const json = (status: number, body: unknown): Scripted => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
export const refusal = (status: number, ...codes: string[]): Scripted =>
  json(
    status,
    codes.map((errorCode) => ({ errorCode, errorMessage: `About ${errorCode}`, additionalInformation: null })),
  )
export const created: Scripted = {
  status: 201,
  headers: { Location: `https://swish.example${paymentPath}`, PaymentRequestToken: token, 'Content-Length': '0' },
}
export const unknownId = refusal(404, 'RP04')
export const gatewayPage = (status: number): Scripted => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><body><h1>Gateway</h1></body></html>',
})

export interface SwishServer extends AsyncDisposable {
  /** What has arrived, oldest first. */
  seen: Seen[]
  /** `PUT /swish-cpcapi/…` of each. */
  lines: () => string[]
  /** How long the client has waited between its tries, in ms. */
  pauses: number[]
  client: PaymentProvider
}

function answer(deed: Deed | undefined, response: ServerResponse): void {
  if (deed === 'hang') return
  if (deed === 'drop' || deed === undefined) {
    response.destroy()
    return
  }
  response.writeHead(deed.status, deed.headers).end(deed.body)
}

/**
 * A Swish that does what is written, one deed per request, over real HTTP, and a client for it. Waits between tries pass at
 * once; `hurry` makes the client's time run that much faster, so that its limits can be waited for.
 */
export async function startSwishServer(deeds: readonly Deed[], { hurry = 1 } = {}): Promise<SwishServer> {
  const seen: Seen[] = []
  const pauses: number[] = []
  const script = [...deeds]
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
      answer(script.shift(), response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const transport = createMutualTlsTransport({
    apiBase: `http://127.0.0.1:${port}/swish-cpcapi`,
    certificate: null,
    authority: null,
    tls12Only: false,
  })
  const client = createSwishClient({
    environment: 'mss',
    payeeAlias,
    callbackUrl,
    transport: { ...transport, send: (request, limitMs) => transport.send(request, limitMs / hurry) },
    wait: async (ms) => {
      pauses.push(ms)
    },
    now: () => performance.now() * hurry,
  })
  return {
    seen,
    pauses,
    client,
    lines: () => seen.map(({ method, path }) => `${method} ${path}`),
    async [Symbol.asyncDispose]() {
      transport.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      expect(script, 'deeds that no request came for').toEqual([])
    },
  }
}
