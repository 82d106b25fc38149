import type { OpenOrder } from '#shared/contract/order-api'
import { livePaymentAttemptStatuses } from '#shared/domain/payments/payment-attempt'
import type { Db } from '../schema'

/** Orders that wait for money at a till, oldest first: baskets, parked ones, and every order that is partly paid. */
export async function listOpenOrders(db: Db, now: string): Promise<OpenOrder[]> {
  const rows = await db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .leftJoin('shift', 'shift.id', 'order.shift_id')
    .leftJoin('register', 'register.id', 'shift.register_id')
    .select((eb) => [
      'order.id',
      'order.id as orderNumber',
      'order.channel',
      'order.shift_id as shiftId',
      'shift.register_id as registerId',
      'register.name as registerName',
      'order.parked_name as parkedName',
      'order.event_id as eventId',
      'event.title as eventTitle',
      'order.ticket_count as ticketCount',
      'order.total_ore as totalOre',
      'order.paid_ore as paidOre',
      'order.training',
      'order.expires_at as expiresAt',
      'order.created_at as createdAt',
      eb
        .exists(
          eb
            .selectFrom('payment_attempt')
            .select('payment_attempt.id')
            .whereRef('payment_attempt.order_id', '=', 'order.id')
            .where('payment_attempt.status', 'in', livePaymentAttemptStatuses),
        )
        .as('swishWaits'),
    ])
    .where('order.status', '=', 'reserved')
    .where((eb) =>
      eb.or([eb('order.shift_id', 'is not', null), eb('order.channel', '=', 'till'), eb('order.paid_ore', '>', 0)]),
    )
    .orderBy('order.id')
    .execute()
  return rows
    .map(({ training, swishWaits, ...order }) => ({
      ...order,
      training: training === 1,
      swishWaits: Boolean(swishWaits),
    }))
    .filter(({ expiresAt, paidOre, swishWaits }) => expiresAt > now || paidOre > 0 || swishWaits)
}
