/** Sentences that several routes of orders answer with. */
export const keyReused = [422, 'This idempotency key was used for something else.'] as const
export const orderNotFound = [404, 'There is no such order.'] as const
export const soldOut = [409, 'There are not enough seats left.'] as const
export const inProgress = [409, 'A Swish payment is waiting for the customer.'] as const
export const moneyWaiting = [409, 'Money for this order has come already and waits for a decision.'] as const
export const alreadyPaid = [409, 'The order is already paid.'] as const
export const notPayable = [409, 'The order cannot be paid.'] as const
export const partPaid = [409, 'A part of the order has been paid.'] as const
export const shiftNotFound = [404, 'There is no such shift.'] as const
export const shiftClosed = [409, 'The shift is closed.'] as const
export const shiftNeeded = [409, 'No till has taken the order up.'] as const
export const tooMuch = [422, 'That is more than is left to pay.'] as const
export const invalidEmail = [422, 'This is not one e-mail address.'] as const
