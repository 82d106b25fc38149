import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { IdempotencyHeaders, IdInPath, NoFields } from '#shared/contract/common'
import { NewOrder, OpenOrderList, Order, OrderEdit, Parking, TakeUp } from '#shared/contract/order-api'
import type {
  ParkRefusal,
  ReleaseRefusal,
  RenewRefusal,
  SellRefusal,
  TakeUpRefusal,
} from '../../../services/till/basket-service'
import type { EditRefusal } from '../../../services/till/edit-basket'
import type { TillService } from '../../../services/till-service'
import { edgeLimits } from '../../edge-limits'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import { keyOf } from './idempotency-key'
import {
  alreadyPaid,
  inProgress,
  invalidEmail,
  keyReused,
  moneyWaiting,
  notPayable,
  orderNotFound,
  partPaid,
  shiftClosed,
  shiftNotFound,
  soldOut,
} from './order-refusals'

type BasketRefusal = (SellRefusal | EditRefusal | RenewRefusal | ParkRefusal | TakeUpRefusal | ReleaseRefusal)['code']

const refusals: ProblemTable<BasketRefusal> = {
  event_not_found: [404, 'There is no such event.'],
  ticket_type_not_found: [404, 'The event does not offer this ticket type.'],
  sales_stopped: [409, 'Sales have stopped.'],
  too_many_tickets: [422, 'Too many tickets in one order.'],
  out_of_seats: soldOut,
  invalid_email: invalidEmail,
  idempotency_key_reused: keyReused,
  shift_not_found: shiftNotFound,
  shift_closed: shiftClosed,
  order_not_found: orderNotFound,
  not_editable: [409, 'This order cannot be changed.'],
  edit_conflict: [409, 'Somebody else has changed the order since.'],
  payment_in_progress: inProgress,
  part_paid: partPaid,
  not_payable: notPayable,
  money_waiting: moneyWaiting,
  already_paid: alreadyPaid,
}

/** Baskets: begun, changed, held, parked, taken up and given up. */
export function registerBasketRoutes(app: FastifyInstance, { till }: { till: TillService }): void {
  const config = { access: 'sell' } as const
  const tags = ['staff']
  const response = { 200: Order }

  app.post<{ Body: NewOrder }>(
    '/orders',
    {
      config,
      schema: {
        operationId: 'createOrder',
        tags,
        headers: IdempotencyHeaders,
        body: NewOrder,
        response: { 201: Order },
      },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await till.reserve(request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.get(
    '/open-orders',
    { config, schema: { operationId: 'listOpenOrders', tags, response: { 200: OpenOrderList } } },
    async () => ({ orders: await till.open() }),
  )

  app.put<{ Params: { id: string }; Body: OrderEdit }>(
    '/orders/:id',
    { config, schema: { operationId: 'editOrder', tags, params: IdInPath, body: OrderEdit, response } },
    async (request, reply) => {
      const result = await till.edit(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/orders/:id/renewals',
    {
      config,
      schema: { operationId: 'renewOrder', tags, params: IdInPath, body: NoFields, response },
    },
    async (request, reply) => {
      const result = await till.renew(Number(request.params.id))
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: Static<typeof Parking> }>(
    '/orders/:id/parkings',
    { config, schema: { operationId: 'parkOrder', tags, params: IdInPath, body: Parking, response } },
    async (request, reply) => {
      const result = await till.park(Number(request.params.id), request.body.name.trim(), staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: Static<typeof TakeUp> }>(
    '/orders/:id/take-ups',
    { config, schema: { operationId: 'takeUpOrder', tags, params: IdInPath, body: TakeUp, response } },
    async (request, reply) => {
      const result = await till.takeUp(Number(request.params.id), request.body.shiftId, staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/orders/:id',
    {
      config,
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: { operationId: 'releaseOrder', tags, params: IdInPath, response },
    },
    async (request, reply) => {
      const result = await till.release(Number(request.params.id), staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
