import type { PaymentAttempt, Refund, RefundDue } from '#shared/contract/order-api'
import type { SwishEntry } from '#shared/contract/swish-payments-api'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

const order = { id: 17, orderNumber: 17, status: 'reserved', eventTitle: 'Fysikalen Dag 1', ticketCount: 2 } as const

interface Around {
  order?: Partial<SwishEntry['order']>
  by?: string | null
  minutes?: number
}

const around = ({ order: fields = {}, by = 'Kim Berg', minutes = 1 }: Around) => ({
  order: { ...order, ...fields },
  by,
  at: minutesAgo(minutes),
})

export const aPayment = (fields: Partial<PaymentAttempt> = {}, rest: Around = {}): SwishEntry => ({
  kind: 'payment',
  attempt: {
    id: 1,
    orderId: 17,
    tender: 'swish',
    status: 'paid',
    amountOre: 39_998,
    token: null,
    payerAlias: null,
    errorCode: null,
    errorText: null,
    createdAt: minutesAgo(rest.minutes ?? 1),
    settlesBy: minutesAgo((rest.minutes ?? 1) - 3),
    settledAt: null,
    cancelRequested: false,
    attention: null,
    ...fields,
  },
  ...around(rest),
})

export const aRefund = (fields: Partial<Refund> = {}, rest: Around = {}): SwishEntry => ({
  kind: 'refund',
  refund: {
    id: 5,
    orderId: 17,
    kind: 'refund',
    tender: 'swish',
    status: 'created',
    amountOre: 19_999,
    ticketCodes: ['ABCDEF'],
    reason: 'Kan inte komma',
    errorCode: null,
    errorText: null,
    createdAt: minutesAgo(rest.minutes ?? 1),
    createdBy: 'Maja Lind',
    approvedBy: null,
    settledAt: null,
    attention: null,
    ...fields,
  },
  ...around(rest),
})

export const moneyWithoutSeats = (fields: Partial<RefundDue> = {}, rest: Around = {}): SwishEntry => ({
  kind: 'refund_due',
  refundDue: {
    id: 9,
    orderId: 17,
    amountOre: 39_998,
    reason: 'seats_sold',
    openedAt: minutesAgo(rest.minutes ?? 1),
    resolution: null,
    resolvedAt: null,
    resolvedBy: null,
    ...fields,
  },
  ...around(rest),
})
