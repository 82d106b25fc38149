import type { ContractOrderStatus } from '#shared/contract/ticket-api'
import type { OrderStatus } from '#shared/domain/orders/order-status'

/** The states' names in the ticket API, which are older than ours. */
export const contractStatus: Record<OrderStatus, ContractOrderStatus> = {
  reserved: 'RESERVED',
  paid: 'PAID',
  expired: 'FAILED_EXPIRED_RESERVATION',
  failed_admin: 'FAILED_ADMIN',
  refunded: 'REFUNDED',
  cancelled: 'CANCELLED',
}
